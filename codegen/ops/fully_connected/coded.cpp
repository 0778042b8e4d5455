// What the generator decides and writes for a fully connected layer whose weights are coded.
#include <fmt/format.h>

#include <algorithm>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/fully_connected/fully_connected.h"
#include "codegen/pack/codebook.h"
#include "codegen/pack/emit.h"
#include "codegen/pack/huffman.h"
#include "codegen/pack/sparse.h"

namespace bitstill::codegen::ops {
namespace {

constexpr int32_t kInputsPerWord = 8;  // of the codebook's kernel

pack::ReadColumns columns_read(const FullyConnected& layer) {
  return pack::read_columns(layer.filters.weights, static_cast<size_t>(layer.filters.taps));
}

// Of every eight inputs a word for each output, the first input in its lowest bits.
std::vector<uint32_t> words(const FullyConnected& layer, const pack::Codebook& codebook) {
  const Filters& filters = layer.filters;
  std::vector<uint32_t> words;
  for (int32_t first = 0; first < filters.taps; first += kInputsPerWord) {
    for (int32_t output = 0; output < filters.outputs; ++output) {
      uint32_t word = 0;
      for (int32_t i = 0; i < std::min(kInputsPerWord, filters.taps - first); ++i) {
        const int8_t weight = filters.weights[static_cast<size_t>(int64_t{output} * filters.taps + first + i)];
        word |= static_cast<uint32_t>(codebook.place(weight)) << (i * codebook.bits);
      }
      words.push_back(word);
    }
  }
  return words;
}

}  // namespace

std::vector<Coding> FullyConnected::codings() const {
  std::vector<Coding> codings = {Coding::kRaw};
  if (pack::codebook_of(filters.weights)) codings.push_back(Coding::kCodebook);
  const bool any = !columns_read(*this).weights.empty();
  if (any) codings.push_back(Coding::kSparse);
  if (any && pack::huffman_of(columns_read(*this).weights)) codings.push_back(Coding::kHuffman);
  return codings;
}

// Counted in the kernels.
int64_t FullyConnected::predicted_instructions() const {
  const auto prospect = esp32_prospect();
  if (coding == Coding::kRaw) return esp32_kernel ? prospect->instructions : prospect->portable_instructions;
  const int64_t outputs = filters.outputs;
  if (coding == Coding::kCodebook) {
    const int64_t words = (filters.taps + kInputsPerWord - 1) / kInputsPerWord;
    const auto different = static_cast<int64_t>(pack::codebook_of(filters.weights)->values.size());
    return rows * (words * (39 * outputs + 22 * different + 60) + 60 * outputs);
  }
  const pack::ReadColumns read = columns_read(*this);
  int64_t entries = 0;
  if (coding == Coding::kSparse) {
    entries = 18 * pack::sparse_of(read.weights).entries;
  } else {
    const int64_t coded = pack::huffman_of(read.weights)->entries;
    entries = unpack_at_start ? 18 * coded : 90 * coded + 500;
  }
  return rows * (entries + 90 * outputs + 7 * filters.taps + 150);
}

int64_t coded_scratch_bytes(const FullyConnected& layer) {
  if (layer.coding != Coding::kCodebook) return static_cast<int64_t>(columns_read(layer).columns);
  const int bits = pack::codebook_of(layer.filters.weights)->bits;
  return 4 * ((int64_t{kInputsPerWord} << bits) + layer.filters.outputs);
}

// Huffman-coded weights are multiplied as they are decoded; or decoded once, into entries of two bytes.
int64_t FullyConnected::kept_bytes() const {
  if (coding != Coding::kHuffman || !unpack_at_start) return 0;
  return 2 * pack::huffman_of(columns_read(*this).weights)->entries;
}

namespace {

void emit_codebook(const FullyConnected& layer, LayerEmitter& emitter) {
  const pack::Codebook codebook = *pack::codebook_of(layer.filters.weights);
  const auto different = static_cast<int64_t>(codebook.values.size());
  emitter.use_kernel("fully_connected", "_codebook");
  emitter.add_struct("ops::FullyConnectedCodebook", {{"rows", layer.rows},
                                                     {"inputs", layer.filters.taps},
                                                     {"outputs", layer.filters.outputs},
                                                     {"codebook", different},
                                                     {"output zero point", layer.output_zero_point},
                                                     {"minimum", layer.clamp.low},
                                                     {"maximum", layer.clamp.high}});
  emitter.add_int8("Codebook", codebook.values, different, fmt::format("the layer's {} different weights", different));
  emitter.add_words("Weights", words(layer, codebook), codebook.bits == 2,
                    fmt::format("of every 8 inputs a word for each output: {} bits a weight, its place in the codebook",
                                codebook.bits));
  pack::add_bias(layer.filters.folded_bias(layer.input_zero_point + 128), "input zero point + 128 folded in", emitter);
  emitter.add_scales(layer.filters.scales, true);
  emitter.call(
      fmt::format("ops::fully_connected_codebook<{}>", codebook.bits),
      {emitter.constant(""), emitter.read(layer.inputs[0]), emitter.constant("Weights"), emitter.constant("Codebook"),
       emitter.constant("Bias"), emitter.scales(), emitter.scratch("int32_t"), emitter.write(layer.outputs[0])});
}

}  // namespace

void emit_coded(const FullyConnected& layer, LayerEmitter& emitter) {
  if (layer.coding == Coding::kCodebook) return emit_codebook(layer, emitter);
  const pack::ReadColumns read = columns_read(layer);
  const bool huffman = layer.coding == Coding::kHuffman;
  const pack::SparseWeights sparse = huffman ? pack::SparseWeights() : pack::sparse_of(read.weights);
  const pack::HuffmanWeights coded = huffman ? *pack::huffman_of(read.weights) : pack::HuffmanWeights();
  emitter.use_kernel("fully_connected", "_sparse");
  emitter.use_pack(huffman ? "huffman_weights" : "sparse_weights");
  emitter.add_struct("ops::FullyConnectedSparse", {{"rows", layer.rows},
                                                   {"inputs", layer.filters.taps},
                                                   {"read", static_cast<int64_t>(read.columns)},
                                                   {"outputs", layer.filters.outputs},
                                                   {"entries", huffman ? coded.entries : sparse.entries},
                                                   {"output zero point", layer.output_zero_point},
                                                   {"minimum", layer.clamp.low},
                                                   {"maximum", layer.clamp.high}});
  emitter.add_uint8("Turns", read.turns, 24, "so many inputs are read, so many are not, and so on");
  std::string weights =
      huffman ? pack::add_huffman(coded, read.weights, emitter) : pack::add_sparse(sparse, read.weights, emitter);
  if (layer.kept_bytes() > 0) {
    const std::string at = emitter.kept("uint8_t");
    emitter.use_pack("unpack");
    emitter.unpack_step("pack::unpack_entries", {weights, std::to_string(coded.entries), at});
    weights = fmt::format("pack::WideEntries({})", at);
  }
  pack::add_bias(layer.filters.folded_bias(layer.input_zero_point + 128), "input zero point + 128 folded in", emitter);
  emitter.add_scales(layer.filters.scales, true);
  emitter.call(
      "ops::fully_connected_sparse",
      {emitter.constant(""), emitter.read(layer.inputs[0]), emitter.constant("Turns"), weights,
       emitter.constant("Bias"), emitter.scales(), emitter.scratch("uint8_t"), emitter.write(layer.outputs[0])});
}

}  // namespace bitstill::codegen::ops
