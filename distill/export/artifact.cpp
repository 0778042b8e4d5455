#include "distill/export/artifact.h"

#include <array>
#include <utility>

#include "configs/support/error.h"
#include "distill/export/layers.h"

namespace bitstill::distill {
namespace {

using train::BlockKind;
using Exporter = void (*)(ArtifactBuilder&, const LayerToExport&);

// Dropout has no row: it is gone before export.
constexpr std::array<std::pair<BlockKind, Exporter>, 13> kExporters{{
    {BlockKind::kDense, export_dense},
    {BlockKind::kConv2D, export_conv_2d},
    {BlockKind::kDepthwiseConv2D, export_depthwise_conv_2d},
    {BlockKind::kMaxPool, export_max_pool},
    {BlockKind::kAveragePool, export_average_pool},
    {BlockKind::kGlobalAveragePool, export_global_average_pool},
    {BlockKind::kAdd, export_add},
    {BlockKind::kConcatenate, export_concatenate},
    {BlockKind::kFlatten, export_reshape},
    {BlockKind::kReshape, export_reshape},
    {BlockKind::kSigmoid, export_sigmoid},
    {BlockKind::kTanh, export_tanh},
    {BlockKind::kSoftmax, export_softmax},
}};

Exporter exporter_of(const train::Block& block) {
  for (const auto& [kind, exporter] : kExporters) {
    if (kind == block.kind) return exporter;
  }
  throw Error("layer '" + block.name + "' cannot be exported; remove it from the student");
}

}  // namespace

std::vector<uint8_t> write_artifact(const IntegerNetwork& network, const std::string& metadata) {
  ArtifactBuilder builder(network);
  for (const IntegerBlock& block : network.blocks) {
    exporter_of(block.block)(builder, {block, &block == &network.blocks.back()});
  }
  return builder.finish(metadata);
}

}  // namespace bitstill::distill
