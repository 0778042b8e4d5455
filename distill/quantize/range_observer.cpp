#include "distill/quantize/range_observer.h"

namespace bitstill::distill {

RangeObserverImpl::RangeObserverImpl(double momentum) : momentum_(momentum) {
  range_ = register_buffer("range", torch::zeros({2}));
}

void RangeObserverImpl::observe(const torch::Tensor& real, Observing observing) {
  if (observing == Observing::kNone) return;
  const torch::NoGradGuard no_gradients;
  const torch::Tensor low = torch::clamp_max(real.min(), 0);
  const torch::Tensor high = torch::clamp_min(real.max(), 0);
  const torch::Tensor seen = torch::stack({low, high}).to(range_);
  if (observing == Observing::kCalibrate) {
    range_[0] = torch::minimum(range_[0], seen[0]);
    range_[1] = torch::maximum(range_[1], seen[1]);
  } else {
    range_.mul_(momentum_).add_(seen, 1 - momentum_);
  }
}

void RangeObserverImpl::reset() { range_.zero_(); }

}  // namespace bitstill::distill
