#include "train/models/network.h"

#include <algorithm>

#include "train/layers/layers.h"

namespace bitstill::train {

Network::Network(NetworkPlan plan) : plan_(std::move(plan)) {
  for (const Block& block : plan_.blocks) {
    layers_.push_back(register_module(block.name, make_layer(block)));
    if (const auto* dense = dynamic_cast<const Dense*>(layers_.back().get())) dense_layers_.push_back(dense->layers());
  }
}

void Network::start_from(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  const double mean = inputs.mean().item<double>();
  const double deviation = inputs.std(false).item<double>();
  if (!(deviation > 0)) return;
  const auto first = std::ranges::find_if(plan_.blocks, &Block::has_weights) - plan_.blocks.begin();
  const std::vector<torch::Tensor> tensors = layers_[static_cast<size_t>(first)]->parameters();
  const torch::Tensor &weights = tensors.at(0), &bias = tensors.at(1);
  weights.div_(deviation);
  bias.sub_(weights.flatten(1).sum(1) * mean);
}

torch::Tensor Network::forward(torch::Tensor inputs) { return forward_blocks(std::move(inputs)).back(); }

std::vector<torch::Tensor> Network::forward_blocks(torch::Tensor x) {
  std::vector<torch::Tensor> outputs;
  bool channels_first = false;
  for (size_t i = 0; i < layers_.size(); ++i) {
    const Block& block = plan_.blocks[i];
    if (reads_image(block.kind) && !channels_first) {
      x = x.permute({0, 3, 1, 2});
      channels_first = true;
    }
    if (block.kind == BlockKind::kFlatten && channels_first && block.input_shape.size() == 3) {
      x = x.permute({0, 2, 3, 1});
    }
    x = layers_[i]->forward(x);
    outputs.push_back(x);
  }
  return outputs;
}

}  // namespace bitstill::train
