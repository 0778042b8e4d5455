// Weights of which most are zero, as entries: a run of zeros and a weight. codegen/pack/sparse_weights.h reads them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bitstill::codegen::pack {

struct SparseWeights {
  // One byte an entry: a run of at most 15 and a place in the codebook. Otherwise two: a run of at most 255 and a
  // weight plus 128.
  bool narrow = false;
  std::vector<int8_t> codebook;  // of narrow entries
  std::vector<uint8_t> bytes;
  int64_t entries = 0;
};

// Whichever entries take fewer bytes. Zeros behind the last weight take none.
SparseWeights sparse_of(std::span<const int8_t> weights);

// The weights again. Throws Error where the entries are more, or reach further, than `count` weights.
std::vector<int8_t> weights_of(const SparseWeights& sparse, size_t count);

// Of a matrix of weights the columns that are not all zero.
struct ReadColumns {
  std::vector<int8_t> weights;
  size_t columns = 0;
  std::vector<uint8_t> turns;  // so many columns are there, so many are not, and so on
};

ReadColumns read_columns(std::span<const int8_t> weights, size_t columns);

}  // namespace bitstill::codegen::pack
