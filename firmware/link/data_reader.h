// The data of an answer, read from front to back.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include "configs/support/error.h"

namespace bitstill::firmware {

class DataReader {
 public:
  // `whose` data it is, for the Error that is thrown where it is too short.
  DataReader(std::span<const uint8_t> data, std::string whose) : data_(data), whose_(std::move(whose)) {}

  std::span<const uint8_t> bytes(size_t count) {
    if (count > data_.size()) {
      throw Error(fmt::format("{}: the board's answer is {} bytes too short; flash it anew with this bitstill", whose_,
                              count - data_.size()));
    }
    const auto taken = data_.first(count);
    data_ = data_.subspan(count);
    return taken;
  }

  template <class Number>
  Number number() {
    Number value;
    std::memcpy(&value, bytes(sizeof(value)).data(), sizeof(value));
    return value;
  }

  // Up to the first zero of `count` bytes.
  std::string text(size_t count) {
    const auto field = bytes(count);
    return {field.begin(), std::ranges::find(field, 0)};
  }

  std::span<const uint8_t> rest() { return bytes(data_.size()); }
  size_t left() const { return data_.size(); }

 private:
  std::span<const uint8_t> data_;
  std::string whose_;
};

}  // namespace bitstill::firmware
