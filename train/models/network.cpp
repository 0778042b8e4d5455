#include "train/models/network.h"

#include <algorithm>

#include "train/layers/image.h"
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

std::vector<torch::Tensor> Network::forward_blocks(torch::Tensor inputs) {
  const torch::Tensor x = channels_first(inputs);
  std::vector<torch::Tensor> outputs;
  for (size_t i = 0; i < layers_.size(); ++i) {
    std::vector<torch::Tensor> sources;
    for (const int source : plan_.blocks[i].sources) {
      sources.push_back(source == kNetworkInput ? x : outputs[static_cast<size_t>(source)]);
    }
    outputs.push_back(layers_[i]->join(sources));
  }
  return outputs;
}

std::vector<torch::Tensor> Network::parameters_of_layers(size_t position) const {
  std::vector<torch::Tensor> parameters;
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (plan_.blocks[i].has_weights()) parameters.push_back(layers_[i]->parameters().at(position));
  }
  return parameters;
}

std::vector<LayerWeights> Network::weights() const {
  std::vector<LayerWeights> weights;
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (plan_.blocks[i].has_weights()) weights.push_back(layers_[i]->weights());
  }
  return weights;
}

}  // namespace bitstill::train
