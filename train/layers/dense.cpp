#include "train/layers/dense.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "train/layers/fused.h"
#include "train/layers/layers.h"

namespace bitstill::train {

void plan_dense(PlanBuilder& builder, const configs::LayerConfig& layer) {
  const datasets::Shape& shape = builder.shape();
  if (shape.size() != 1) {
    builder.refuse(
        layer, fmt::format("dense needs a flat input but gets [{}]; add a flatten before it", fmt::join(shape, ", ")));
  }
  if (layer.units < 1) builder.refuse(layer, fmt::format("dense has {} units; give it at least 1", layer.units));
  builder.append(BlockKind::kDense, layer).output_shape = {layer.units};
  builder.check_parameters(layer, "use fewer units");
}

std::shared_ptr<Layer> make_dense(const Block& block) { return std::make_shared<Dense>(block); }

Dense::Dense(const Block& block) : activation_(block.activation) {
  layers_.linear = register_module("linear", torch::nn::Linear(block.inputs(), block.outputs()));
  if (!block.batch_norm) return;
  layers_.batch_norm = register_module("batch_norm", torch::nn::BatchNorm1d(block.outputs()));
}

torch::Tensor Dense::forward(torch::Tensor x) {
  x = layers_.linear(x);
  if (layers_.batch_norm) x = layers_.batch_norm(x);
  return activate(x, activation_);
}

LayerWeights Dense::weights() const {
  LayerWeights weights;
  weights.rows = layers_.linear->weight;
  weights.bias = layers_.linear->bias;
  weights.add(layers_.batch_norm);
  return weights;
}

}  // namespace bitstill::train
