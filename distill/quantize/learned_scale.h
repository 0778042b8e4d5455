// A quantisation scale that training moves by gradient (Esser et al. 2020, "Learned Step Size Quantization").
#pragma once

#include <torch/torch.h>

#include <vector>

namespace bitstill::distill {

// The parameter is the ratio of the scale to the one that calibration found, so that it starts at 1: Adam moves every
// parameter by about the learning rate, which is a fine share of 1 but many times a scale of 0.001. The ratio's
// gradient is the paper's gradient of the scale over the calibrated scale, so that under plain gradient descent the
// scale itself takes the paper's steps.
class LearnedScaleImpl : public torch::nn::Module {
 public:
  explicit LearnedScaleImpl(int64_t count);

  // Starts over from calibrated scales. `values` are the numbers that one scale rounds and `largest` the largest whole
  // number on its grid: the paper's gradient scale is 1 / sqrt(values * largest).
  void start(const std::vector<float>& calibrated, int64_t values, int32_t largest);

  std::vector<float> scales() const;

  const torch::Tensor& ratio() const { return ratio_; }
  // What the gradient of the scale is multiplied by to become the ratio's.
  const torch::Tensor& gain() const { return gain_; }

  // Held, the scale stands still under any optimiser: it has no gradient, not even zero.
  void hold(bool held);

 private:
  torch::Tensor ratio_, calibrated_, gain_;
};
TORCH_MODULE(LearnedScale);

}  // namespace bitstill::distill
