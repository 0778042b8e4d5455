// Where the range of a block's output is watched: by itself, or by the one observer of all that a concatenation joins.
#pragma once

#include "distill/quantize/grid.h"
#include "distill/quantize/range_observer.h"

namespace bitstill::distill {

struct OutputRange {
  RangeObserver observer{nullptr};
  bool shared = false;

  void calibrate(const std::vector<torch::Tensor>& outputs, float least_scale) {
    if (shared) return observer->widen(outputs, least_scale);
    observer->calibrate(outputs);
  }

  void follow(const torch::Tensor& batch) {
    if (shared) return observer->note(batch);
    observer->follow(batch);
  }

  // At least as coarse as `least_scale`; a shared one as coarse as calibration found necessary for all who share it.
  Grid grid(float least_scale) const {
    const ValueRange range = observer->range();
    return activation_grid(range.low, range.high, shared ? observer->least_scale() : least_scale);
  }
};

}  // namespace bitstill::distill
