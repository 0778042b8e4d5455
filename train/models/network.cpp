#include "train/models/network.h"

namespace bitstill::train {

Network::Network(NetworkPlan plan) : plan_(std::move(plan)) {
  for (const Block& block : plan_.blocks) {
    if (block.kind != BlockKind::kDense) continue;
    DenseLayers layers;
    layers.linear = register_module(block.name, torch::nn::Linear(block.inputs(), block.outputs()));
    if (block.batch_norm) {
      layers.batch_norm = register_module(block.name + "_batch_norm", torch::nn::BatchNorm1d(block.outputs()));
    }
    dense_layers_.push_back(std::move(layers));
  }
}

void Network::start_from(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  const double mean = inputs.mean().item<double>();
  const double deviation = inputs.std(false).item<double>();
  if (!(deviation > 0)) return;
  torch::nn::Linear& first = dense_layers_.front().linear;
  first->weight.div_(deviation);
  first->bias.sub_(first->weight.sum(1) * mean);
}

torch::Tensor Network::forward(torch::Tensor inputs) { return forward_blocks(std::move(inputs)).back(); }

std::vector<torch::Tensor> Network::forward_blocks(torch::Tensor x) {
  std::vector<torch::Tensor> outputs;
  auto dense = dense_layers_.begin();
  for (const Block& block : plan_.blocks) {
    switch (block.kind) {
      case BlockKind::kDense:
        x = dense->linear(x);
        if (block.batch_norm) x = dense->batch_norm(x);
        if (block.activation == FusedActivation::kRelu) x = torch::relu(x);
        if (block.activation == FusedActivation::kRelu6) x = torch::clamp(x, 0, 6);
        ++dense;
        break;
      case BlockKind::kFlatten:
        x = x.flatten(1);
        break;
      case BlockKind::kSigmoid:
        x = torch::sigmoid(x);
        break;
      case BlockKind::kTanh:
        x = torch::tanh(x);
        break;
      case BlockKind::kDropout:
        x = torch::dropout(x, block.rate, is_training());
        break;
      case BlockKind::kSoftmax:
        break;
    }
    outputs.push_back(x);
  }
  return outputs;
}

}  // namespace bitstill::train
