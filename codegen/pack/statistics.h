// What a layer's weights are, as far as coding them is concerned.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bitstill::codegen::pack {

struct Statistics {
  int64_t weights = 0;
  int64_t zeros = 0;
  std::vector<int8_t> values;  // the different ones, in ascending order
  // What no code of single weights goes below, its table not counted. A code of runs may: zeros that lie together.
  double entropy_bits = 0;
};

Statistics statistics_of(std::span<const int8_t> weights);

}  // namespace bitstill::codegen::pack
