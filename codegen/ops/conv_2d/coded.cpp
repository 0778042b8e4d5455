// What the generator decides and writes for a convolution whose weights are coded.
#include <fmt/format.h>

#include <algorithm>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/conv_2d/conv_2d.h"
#include "codegen/pack/codebook.h"
#include "codegen/pack/emit.h"
#include "codegen/pack/huffman.h"
#include "codegen/pack/sparse.h"

namespace bitstill::codegen::ops {
namespace {

int64_t patches_bytes(const Conv2D& layer) { return int64_t{Conv2D::kPixelsAtOnce} * layer.filters.taps; }

// The list of all pairs of a codebook's weights, which is made before the products.
int64_t pairs_bytes(const pack::Codebook& codebook) { return int64_t{2} << (2 * codebook.bits); }

// Huffman-coded weights are unpacked before they are read for every pixel: all of them, in the raw kernel's order, or
// only the entries, whichever takes less working memory.
struct Unpacked {
  explicit Unpacked(const Conv2D& layer) : weights(layer.filters.weights) {
    const auto all = static_cast<int64_t>(weights.size());
    coded = pack::huffman_of(weights);
    sparse = layer.groups() == 1 && coded && 2 * coded->entries < all;
    bytes = sparse ? 2 * coded->entries : all;
    if (sparse) return;
    weights = layer.interleaved_pairs();
    coded = pack::huffman_of(weights);
  }

  std::vector<int8_t> weights;
  std::optional<pack::HuffmanWeights> coded;
  bool sparse = false;
  int64_t bytes = 0;
};

int64_t sparse_instructions(const Conv2D& layer, int64_t entries) {
  const int64_t pixels = int64_t{layer.window.output_height} * layer.window.output_width;
  const int64_t blocks = (pixels + Conv2D::kPixelsAtOnce - 1) / Conv2D::kPixelsAtOnce;
  return blocks * (34 * entries + 240 * layer.filters.outputs) + 6 * pixels * layer.filters.taps;
}

}  // namespace

std::vector<Coding> Conv2D::codings() const {
  std::vector<Coding> codings = {Coding::kRaw};
  const bool pairs = groups() == 1 || filters.outputs / groups() % 2 == 0;  // rows begin with whole bytes
  if (pairs && pack::codebook_of(filters.weights)) codings.push_back(Coding::kCodebook);
  if (groups() == 1 && pack::sparse_of(filters.weights).entries > 0) codings.push_back(Coding::kSparse);
  if (Unpacked(*this).coded) codings.push_back(Coding::kHuffman);
  return codings;
}

// Counted in the kernels.
int64_t Conv2D::predicted_instructions() const {
  const auto prospect = esp32_prospect();
  if (coding == Coding::kRaw) return esp32_kernel ? prospect->instructions : prospect->portable_instructions;
  if (coding == Coding::kCodebook) return prospect->portable_instructions * 6 / 5;
  if (coding == Coding::kSparse) return sparse_instructions(*this, pack::sparse_of(filters.weights).entries);
  const Unpacked unpacked(*this);
  const int64_t unpacking = unpack_at_start ? 0 : 90 * unpacked.coded->entries + 500;
  return unpacking + (unpacked.sparse ? sparse_instructions(*this, unpacked.coded->entries)
                                      : prospect->portable_instructions + unpacked.bytes / 2);
}

int64_t coded_scratch_bytes(const Conv2D& layer) {
  if (layer.coding == Coding::kCodebook)
    return patches_bytes(layer) + pairs_bytes(*pack::codebook_of(layer.filters.weights));
  const bool unpacked = layer.coding == Coding::kHuffman && !layer.unpack_at_start;
  return patches_bytes(layer) + (unpacked ? Unpacked(layer).bytes : 0);
}

int64_t Conv2D::kept_bytes() const { return coding == Coding::kHuffman && unpack_at_start ? Unpacked(*this).bytes : 0; }

namespace {

void call(const Conv2D& layer, const std::string& function, const std::vector<std::string>& weights,
          LayerEmitter& emitter) {
  std::vector<std::string> arguments = {emitter.constant(""), emitter.read(layer.inputs[0])};
  arguments.insert(arguments.end(), weights.begin(), weights.end());
  arguments.insert(arguments.end(), {emitter.constant("Bias"), emitter.scales(), emitter.scratch("uint8_t"),
                                     emitter.write(layer.outputs[0])});
  emitter.call(function, arguments);
}

void add_bias(const Conv2D& layer, bool any_type, LayerEmitter& emitter) {
  const auto bias = layer.filters.folded_bias(layer.input_zero_point + 128);
  const std::string comment = "input zero point + 128 folded in";
  if (any_type) return pack::add_bias(bias, comment, emitter);
  emitter.add_int32("Bias", bias, comment);
}

void emit_huffman(const Conv2D& layer, LayerEmitter& emitter) {
  const Unpacked unpacked(layer);
  const bool once = layer.unpack_at_start;
  const std::string at = once ? emitter.kept("uint8_t") : emitter.scratch("uint8_t", patches_bytes(layer));
  const auto unpack = [&](const std::string& function, const std::vector<std::string>& arguments) {
    once ? emitter.unpack_step(function, arguments) : emitter.step(function, arguments);
  };
  const std::string count = std::to_string(unpacked.coded->entries);
  emitter.use_pack("huffman_weights");
  emitter.use_pack("unpack");
  emitter.use_kernel("conv_2d", unpacked.sparse ? "_sparse" : "");
  layer.add_shape(emitter);
  const std::string weights = pack::add_huffman(*unpacked.coded, unpacked.weights, emitter);
  add_bias(layer, unpacked.sparse, emitter);
  emitter.add_scales(layer.filters.scales, true);
  if (unpacked.sparse) {
    unpack("pack::unpack_entries", {weights, count, at});
    return call(layer, "ops::conv_2d_sparse", {fmt::format("pack::WideEntries({})", at), count}, emitter);
  }
  unpack("pack::unpack_all", {weights, count, "128", std::to_string(unpacked.bytes), at});
  call(layer, "ops::conv_2d", {fmt::format("static_cast<const uint8_t*>({})", at)}, emitter);
}

}  // namespace

void emit_coded(const Conv2D& layer, LayerEmitter& emitter) {
  if (layer.coding == Coding::kHuffman) return emit_huffman(layer, emitter);
  const Filters& filters = layer.filters;
  const bool sparse = layer.coding == Coding::kSparse;
  emitter.use_kernel("conv_2d", sparse ? "_sparse" : "_codebook");
  emitter.use_pack(sparse ? "sparse_weights" : "codebook_weights");
  layer.add_shape(emitter);
  std::vector<std::string> weights;
  if (sparse) {
    const pack::SparseWeights coded = pack::sparse_of(filters.weights);
    weights = {pack::add_sparse(coded, filters.weights, emitter), std::to_string(coded.entries)};
  } else {
    const pack::Codebook codebook = *pack::codebook_of(filters.weights);
    const std::string pairs = emitter.scratch("uint16_t", patches_bytes(layer));
    pack::add_codes(codebook, layer.interleaved_pairs(), 2 * static_cast<size_t>(filters.taps), true, emitter);
    emitter.step(fmt::format("pack::list_pairs<{}>", codebook.bits),
                 {emitter.constant("Codebook"), std::to_string(codebook.values.size()), pairs});
    weights = {fmt::format("pack::CodePairs<{}>{{{}, {}}}", codebook.bits, emitter.constant("Weights"), pairs)};
  }
  add_bias(layer, sparse, emitter);
  emitter.add_scales(filters.scales, true);
  call(layer, sparse ? "ops::conv_2d_sparse" : "ops::conv_2d", weights, emitter);
}

}  // namespace bitstill::codegen::ops
