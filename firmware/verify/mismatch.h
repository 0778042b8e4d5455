// The first place where two computations of the same bytes differ.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bitstill::firmware {

// One opinion on the bytes of a tensor.
struct Witness {
  std::string name;  // "reference executor", "check/t7.bin", "module on lx106"
  std::span<const uint8_t> bytes;
};

struct Mismatch {
  struct Value {
    std::string witness;
    int value = 0;
  };

  std::string operator_name, layer;  // "FULLY_CONNECTED", "dense_2"
  int tensor = -1;
  int64_t sample = 0;
  int64_t element = 0;
  std::vector<Value> values;   // of every witness; the first is the one expected
  std::string recording = {};  // that the sample is of; empty where it is of none
  int64_t coefficients = 0;    // of features, how many a frame has; 0 elsewhere

  int64_t frame() const { return element / coefficients; }
  int64_t coefficient() const { return element % coefficients; }

  const Value& expected() const { return values.front(); }
  const Value& got() const;  // the first that differs from it

  // A line that names the place, then one line per witness.
  std::string text() const;
};

// All witnesses hold the same number of bytes; the first is the one believed. Element and values are filled in.
std::optional<Mismatch> first_difference(const std::vector<Witness>& witnesses);

}  // namespace bitstill::firmware
