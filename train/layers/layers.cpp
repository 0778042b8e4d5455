#include "train/layers/layers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <utility>

#include "configs/schema/choices.h"
#include "configs/support/error.h"

namespace bitstill::train {
namespace {

using Plan = void (*)(PlanBuilder&, const configs::LayerConfig&);
using Make = std::shared_ptr<Layer> (*)(const Block&);

constexpr std::array<std::pair<std::string_view, Plan>, configs::kLayers.size()> kPlans{{
    {"dense", plan_dense},
    {"conv_2d", plan_conv_2d},
    {"depthwise_conv_2d", plan_depthwise_conv_2d},
    {"separable_conv_2d", plan_separable_conv_2d},
    {"conv_1d", plan_conv_1d},
    {"depthwise_conv_1d", plan_depthwise_conv_1d},
    {"max_pool", plan_max_pool},
    {"average_pool", plan_average_pool},
    {"global_average_pool", plan_global_average_pool},
    {"residual", plan_residual},
    {"concatenate", plan_concatenate},
    {"batch_norm", plan_batch_norm},
    {"relu", plan_relu},
    {"relu6", plan_relu6},
    {"sigmoid", plan_sigmoid},
    {"tanh", plan_tanh},
    {"softmax", plan_softmax},
    {"dropout", plan_dropout},
    {"flatten", plan_flatten},
    {"reshape", plan_reshape},
    {"preset", plan_preset},
}};

// batch_norm, relu and relu6 have no row: they run inside the block that they follow.
constexpr std::array<std::pair<BlockKind, Make>, 14> kMakes{{
    {BlockKind::kDense, make_dense},
    {BlockKind::kConv2D, make_convolution},
    {BlockKind::kDepthwiseConv2D, make_convolution},
    {BlockKind::kMaxPool, make_max_pool},
    {BlockKind::kAveragePool, make_average_pool},
    {BlockKind::kGlobalAveragePool, make_global_average_pool},
    {BlockKind::kAdd, make_add},
    {BlockKind::kConcatenate, make_concatenate},
    {BlockKind::kFlatten, make_reshape},
    {BlockKind::kReshape, make_reshape},
    {BlockKind::kSigmoid, make_sigmoid},
    {BlockKind::kTanh, make_tanh},
    {BlockKind::kSoftmax, make_softmax},
    {BlockKind::kDropout, make_dropout},
}};

}  // namespace

void plan_layer(PlanBuilder& builder, const configs::LayerConfig& layer) {
  const Block* previous = builder.previous();
  if (previous != nullptr && previous->kind == BlockKind::kSoftmax) {
    builder.refuse(
        layer, fmt::format("{} follows softmax, which must be the last layer; move softmax to the end", layer.kind));
  }
  for (const auto& [word, plan] : kPlans) {
    if (word == layer.kind) return plan(builder, layer);
  }
  builder.refuse(layer,
                 fmt::format("layer '{}' is unknown; use one of {}", layer.kind, fmt::join(configs::kLayers, ", ")));
}

std::shared_ptr<Layer> make_layer(const Block& block) {
  for (const auto& [kind, make] : kMakes) {
    if (kind == block.kind) return make(block);
  }
  throw Error("layer '" + block.name + "' cannot run; give its kind a row in train/layers/layers.cpp");
}

}  // namespace bitstill::train
