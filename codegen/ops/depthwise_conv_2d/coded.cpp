// What the generator decides and writes for a depthwise convolution whose weights are coded: they are few, and brought
// into working memory before the kernel reads them.
#include <fmt/format.h>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/depthwise_conv_2d/depthwise_conv_2d.h"
#include "codegen/pack/codebook.h"
#include "codegen/pack/emit.h"
#include "codegen/pack/huffman.h"

namespace bitstill::codegen::ops {

std::vector<Coding> DepthwiseConv2D::codings() const {
  std::vector<Coding> codings = {Coding::kRaw};
  if (pack::codebook_of(filters.weights)) codings.push_back(Coding::kCodebook);
  if (pack::huffman_of(filters.weights)) codings.push_back(Coding::kHuffman);
  return codings;
}

int64_t DepthwiseConv2D::unpacked_bytes(bool at_start) const {
  return coding != Coding::kRaw && at_start == unpack_at_start ? static_cast<int64_t>(filters.weights.size()) : 0;
}

int64_t DepthwiseConv2D::kept_bytes() const { return unpacked_bytes(true); }

// Counted in the kernels.
int64_t DepthwiseConv2D::predicted_instructions() const {
  const auto prospect = esp32_prospect();
  if (coding == Coding::kRaw) return esp32_kernel ? prospect->instructions : prospect->portable_instructions;
  const int64_t unpacking = coding == Coding::kCodebook ? 12 * static_cast<int64_t>(filters.weights.size())
                                                        : 90 * pack::huffman_of(filters.weights)->entries + 500;
  return prospect->portable_instructions + (unpack_at_start ? 0 : unpacking);
}

std::string unpack_weights(const DepthwiseConv2D& layer, LayerEmitter& emitter) {
  const std::vector<int8_t>& weights = layer.filters.weights;
  const bool once = layer.unpack_at_start;
  const std::string at = once ? emitter.kept("int8_t") : emitter.scratch("int8_t", layer.ring_bytes());
  const auto unpack = [&](const std::string& function, const std::vector<std::string>& arguments) {
    once ? emitter.unpack_step(function, arguments) : emitter.step(function, arguments);
  };
  const std::string count = std::to_string(weights.size());
  emitter.use_pack("unpack");
  if (layer.coding == Coding::kCodebook) {
    emitter.use_pack("codebook_weights");
    const auto codebook = *pack::codebook_of(weights);
    pack::add_codes(codebook, weights, weights.size(), false, emitter);
    unpack("pack::unpack_codes", {fmt::format("pack::Codes<{}>{{{}, {}}}", codebook.bits, emitter.constant("Weights"),
                                              emitter.constant("Codebook")),
                                  count, at});
  } else {
    emitter.use_pack("huffman_weights");
    const auto huffman = *pack::huffman_of(weights);
    unpack("pack::unpack_all",
           {pack::add_huffman(huffman, weights, emitter), std::to_string(huffman.entries), "0", count, at});
  }
  return at;
}

}  // namespace bitstill::codegen::ops
