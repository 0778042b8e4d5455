#include "distill/quantize/fold.h"

namespace bitstill::distill {

FoldedDense fold_batch_norm(const train::LayerWeights& layer) {
  const torch::NoGradGuard no_gradients;
  const torch::Tensor weights = layer.rows.detach().clone();
  const torch::Tensor bias = layer.bias.detach().clone();
  if (!layer.gain.defined()) return {weights, bias};
  const torch::Tensor gain = layer.gain / (layer.variance + layer.epsilon).sqrt();
  return {weights * gain.unsqueeze(1), (bias - layer.mean) * gain + layer.offset};
}

}  // namespace bitstill::distill
