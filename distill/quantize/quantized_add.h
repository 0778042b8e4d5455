// A residual's addition with its fused activation on the integer grid.
#pragma once

#include "distill/quantize/integer_activation.h"
#include "distill/quantize/output_range.h"
#include "distill/quantize/ranges.h"
#include "train/models/plan.h"

namespace bitstill::distill {

class QuantizedAddImpl : public torch::nn::Module {
 public:
  // `shared`, where given, is the output's range.
  QuantizedAddImpl(train::FusedActivation activation, const ObserverOptions& observer, const RangeObserver& shared);

  // Sets the output's range to what these batches reach.
  void calibrate(const std::vector<IntegerActivation>& first, const std::vector<IntegerActivation>& second);

  // Every value as the device computes it. Gradients pass where nothing saturates.
  IntegerActivation forward(const IntegerActivation& first, const IntegerActivation& second, Ranges ranges);

  Grid output_grid(const Grid& first, const Grid& second) const;

 private:
  train::FusedActivation activation_;
  OutputRange range_;
};
TORCH_MODULE(QuantizedAdd);

}  // namespace bitstill::distill
