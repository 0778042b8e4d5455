#include "train/compress/importance.h"

#include <algorithm>

namespace bitstill::train {
namespace {

constexpr int64_t kBatch = 64;
constexpr int64_t kBatches = 32;

// What the loss would change to first order: gradient times value, over all that makes an output. Behind a batch norm
// that is its gain and offset alone.
torch::Tensor slope(const LayerWeights& layer, const torch::Tensor& weight) {
  const auto product = [](const torch::Tensor& parameter) { return (parameter * parameter.grad()).detach(); };
  if (layer.gain.defined()) return product(layer.gain) + product(layer.offset);
  return product(weight).flatten(1).sum(1) + product(layer.bias);
}

std::vector<torch::Tensor> taylor(Network& network, const Samples& samples) {
  const auto device = network.parameters().at(0).device();
  const std::vector<torch::Tensor> weights = network.weight_parameters();
  std::vector<torch::Tensor> scores;
  for (const torch::Tensor& weight : weights) scores.push_back(torch::zeros({weight.size(0)}, weight.options()));
  network.eval();
  for (int64_t batch = 0; batch < std::min(kBatches, samples.size() / kBatch + 1); ++batch) {
    const int64_t begin = batch * kBatch, end = std::min(begin + kBatch, samples.size());
    if (begin >= end) break;
    const Samples part = samples.select(torch::arange(begin, end)).to(device);
    network.zero_grad();
    supervised_loss(network.forward(part.inputs), part).backward();
    const std::vector<LayerWeights> layers = network.weights();
    for (size_t i = 0; i < layers.size(); ++i) scores[i] += slope(layers[i], weights[i]).square();
  }
  network.zero_grad();
  return scores;
}

torch::Tensor magnitude(const LayerWeights& layer, const std::string& criterion) {
  if (criterion == "l1") return layer.rows.detach().abs().mean(1);
  if (criterion == "l2") return layer.rows.detach().square().mean(1).sqrt();
  return layer.gain.defined() ? layer.gain.detach().abs() : torch::ones_like(layer.bias.detach());
}

}  // namespace

std::vector<torch::Tensor> importance(Network& network, const std::string& criterion, const Samples& samples) {
  if (criterion == "taylor") return taylor(network, samples);
  std::vector<torch::Tensor> scores;
  for (const LayerWeights& layer : network.weights()) scores.push_back(magnitude(layer, criterion));
  return scores;
}

}  // namespace bitstill::train
