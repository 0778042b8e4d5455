// Adds a number to the data of a request, little-endian as every machine here is.
#pragma once

#include <cstdint>
#include <vector>

namespace bitstill::firmware {

template <class Number>
void append(std::vector<uint8_t>& data, Number value) {
  const auto* const from = reinterpret_cast<const uint8_t*>(&value);
  data.insert(data.end(), from, from + sizeof(value));
}

}  // namespace bitstill::firmware
