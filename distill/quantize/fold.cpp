#include "distill/quantize/fold.h"

#include "train/compress/ties.h"

namespace bitstill::distill {

FoldedDense fold_batch_norm(const train::LayerWeights& layer) {
  const torch::NoGradGuard no_gradients;
  const torch::Tensor weights = layer.rows.detach().clone();
  const torch::Tensor bias = layer.bias.detach().clone();
  if (!layer.gain.defined()) return {weights, bias};
  const torch::Tensor gain = layer.gain / (layer.variance + layer.epsilon).sqrt();
  return {weights * gain.unsqueeze(1), (bias - layer.mean) * gain + layer.offset};
}

std::shared_ptr<train::Network> folded_network(const train::Network& network) {
  const torch::NoGradGuard no_gradients;
  train::NetworkPlan plan = network.plan();
  for (train::Block& block : plan.blocks) block.batch_norm = false;
  const auto folded = std::make_shared<train::Network>(plan);
  const std::vector<train::LayerWeights> layers = network.weights();
  const std::vector<torch::Tensor> weights = folded->weight_parameters(), biases = folded->bias_parameters();
  for (size_t i = 0; i < layers.size(); ++i) {
    const FoldedDense layer = fold_batch_norm(layers[i]);
    weights[i].copy_(train::as_weight(layer.weights, weights[i]));
    biases[i].copy_(layer.bias);
  }
  return folded;
}

}  // namespace bitstill::distill
