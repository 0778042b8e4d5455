// Weights as places in a list of the few different ones that there are.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bitstill::codegen::pack {

struct Codebook {
  int bits = 4;  // of a place: 2 or 4
  std::vector<int8_t> values;

  size_t place(int8_t weight) const;
};

// Nothing where there are more than 16 different weights.
std::optional<Codebook> codebook_of(std::span<const int8_t> weights);

// Two or four places a byte, the first in the lowest bits; rows of `row` weights begin with a whole byte.
std::vector<uint8_t> codes(const Codebook& codebook, std::span<const int8_t> weights, size_t row);

}  // namespace bitstill::codegen::pack
