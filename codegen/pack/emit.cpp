#include "codegen/pack/emit.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "configs/support/error.h"

namespace bitstill::codegen::pack {
namespace {

constexpr int64_t kPerLine = 24;
constexpr const char* kHuffmanCode = "Huffman code: bits of the longest word, words of 0, 1, ... bits, their symbols";

void expect_equal(const std::vector<int8_t>& read, const std::vector<int8_t>& weights) {
  if (read != weights) throw Error("coded weights do not read back as they were; this is a fault of bitstill");
}

}  // namespace

void add_codes(const Codebook& codebook, const std::vector<int8_t>& weights, size_t row, bool offset,
               LayerEmitter& emitter) {
  const std::string comment = fmt::format("the layer's {} different weights", codebook.values.size());
  const auto places = static_cast<int64_t>(codebook.values.size());
  if (offset) {
    emitter.add_offset_int8("Codebook", codebook.values, places, comment + " + 128");
  } else {
    emitter.add_int8("Codebook", codebook.values, places, comment);
  }
  emitter.add_uint8("Weights", codes(codebook, weights, row), kPerLine,
                    fmt::format("{} bits a weight, its place in the codebook; the lowest bits first", codebook.bits));
}

std::string add_sparse(const SparseWeights& sparse, const std::vector<int8_t>& weights, LayerEmitter& emitter) {
  expect_equal(weights_of(sparse, weights.size()), weights);
  if (!sparse.narrow) {
    emitter.add_uint8("Weights", sparse.bytes, kPerLine, "two bytes an entry: a run of zeros, then a weight + 128");
    return fmt::format("pack::WideEntries({})", emitter.constant("Weights"));
  }
  emitter.add_int8("Codebook", sparse.codebook, static_cast<int64_t>(sparse.codebook.size()), "the weights of entries");
  emitter.add_uint8("Weights", sparse.bytes, kPerLine,
                    "a byte an entry: a run of zeros + 16 * the following weight's place in the codebook");
  return fmt::format("pack::NarrowEntries({}, {})", emitter.constant("Weights"), emitter.constant("Codebook"));
}

std::string add_huffman(const HuffmanWeights& huffman, const std::vector<int8_t>& weights, LayerEmitter& emitter) {
  expect_equal(weights_of(huffman, weights.size()), weights);
  const std::string longest =
      huffman.longest_run < 256 ? fmt::format("; a run of {} has no weight behind it", huffman.longest_run) : "";
  emitter.add_uint8("RunCode", huffman.runs, kPerLine, kHuffmanCode);
  emitter.add_uint8("WeightCode", huffman.weights, kPerLine, fmt::format("the same, for weights as uint8_t"));
  emitter.add_uint8(
      "Weights", huffman.bytes, kPerLine,
      fmt::format("{} bits: for each entry a word of RunCode and one of WeightCode{}", huffman.bits, longest));
  return fmt::format("pack::HuffmanEntries({}, {}, {}, {})", emitter.constant("Weights"), emitter.constant("RunCode"),
                     huffman.longest_run, emitter.constant("WeightCode"));
}

void add_bias(const std::vector<int32_t>& bias, const std::string& comment, LayerEmitter& emitter) {
  const bool narrow = std::ranges::all_of(bias, [](int32_t value) {
    return value >= std::numeric_limits<int16_t>::min() && value <= std::numeric_limits<int16_t>::max();
  });
  if (narrow) return emitter.add_int16("Bias", {bias.begin(), bias.end()}, comment);
  emitter.add_int32("Bias", bias, comment);
}

}  // namespace bitstill::codegen::pack
