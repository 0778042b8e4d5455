// Weights in two Huffman codes, of runs of zeros and of the weights behind them. codegen/pack/huffman_weights.h reads
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bitstill::codegen::pack {

struct HuffmanWeights {
  std::vector<uint8_t> bytes;    // the highest bit of each first; a few bytes are read ahead at the end
  std::vector<uint8_t> runs;     // the code of runs (codegen/pack/huffman_code.h)
  int32_t longest_run = 0;       // so many zeros, and no weight behind them
  std::vector<uint8_t> weights;  // the code of weights
  int64_t entries = 0;
  int64_t bits = 0;
};

// The shortest of several, or nearly so where that is read much faster: with runs of different lengths, or with zeros
// coded as weights where they are few. Nothing where all weights are zero or no code fits.
std::optional<HuffmanWeights> huffman_of(std::span<const int8_t> weights);

// The weights again, read slowly and carefully. Throws Error where codes break their rules, where the bits end too
// early, or where entries reach beyond `count` weights.
std::vector<int8_t> weights_of(const HuffmanWeights& huffman, size_t count);

}  // namespace bitstill::codegen::pack
