#include "distill/quantize/learned_scale.h"

#include <algorithm>
#include <cmath>

#include "distill/quantize/grid.h"

namespace bitstill::distill {

LearnedScaleImpl::LearnedScaleImpl(int64_t count) {
  ratio_ = register_parameter("ratio", torch::ones({count}));
  calibrated_ = register_buffer("calibrated", torch::ones({count}));
  gain_ = register_buffer("gain", torch::ones({count}));
}

void LearnedScaleImpl::start(const std::vector<float>& calibrated, int64_t values, int32_t largest) {
  const torch::NoGradGuard no_gradients;
  ratio_.fill_(1);
  calibrated_.copy_(torch::tensor(calibrated));
  gain_.copy_(calibrated_.reciprocal() / std::sqrt(static_cast<double>(values) * largest));
}

std::vector<float> LearnedScaleImpl::scales() const {
  const torch::Tensor product = (ratio_.detach() * calibrated_).cpu();
  std::vector<float> scales(product.data_ptr<float>(), product.data_ptr<float>() + product.numel());
  for (float& scale : scales) scale = scale < kLeastScale ? kLeastScale : scale;
  return scales;
}

void LearnedScaleImpl::hold(bool held) {
  if (held) ratio_.mutable_grad() = torch::Tensor();
  ratio_.set_requires_grad(!held);
}

}  // namespace bitstill::distill
