#include "distill/quantize/fold.h"

namespace bitstill::distill {

FoldedDense fold_batch_norm(const train::DenseLayers& layers) {
  const torch::NoGradGuard no_gradients;
  const torch::Tensor weights = layers.linear->weight.detach().clone();
  const torch::Tensor bias = layers.linear->bias.detach().clone();
  if (layers.batch_norm.is_empty()) return {weights, bias};
  const auto& norm = *layers.batch_norm;
  const torch::Tensor gain = norm.weight / (norm.running_var + norm.options.eps()).sqrt();
  return {weights * gain.unsqueeze(1), (bias - norm.running_mean) * gain + norm.bias};
}

}  // namespace bitstill::distill
