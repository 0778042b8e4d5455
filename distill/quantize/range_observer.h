// Watches the range of one activation, from which its grid follows.
#pragma once

#include <torch/torch.h>

namespace bitstill::distill {

enum class Observing {
  kNone,       // the range stands still
  kCalibrate,  // the range grows to hold everything seen
  kTrack,      // the range follows as an exponential moving average
};

class RangeObserverImpl : public torch::nn::Module {
 public:
  // momentum in [0, 1): how much of the old range a moving average keeps per batch.
  explicit RangeObserverImpl(double momentum);

  void observe(const torch::Tensor& real, Observing observing);
  // What is observed starts over: an empty range at 0.
  void reset();

  float low() const { return range_[0].item<float>(); }
  float high() const { return range_[1].item<float>(); }

 private:
  double momentum_;
  torch::Tensor range_;  // {low, high}, always holding 0; a buffer, so that checkpoints keep it
};
TORCH_MODULE(RangeObserver);

}  // namespace bitstill::distill
