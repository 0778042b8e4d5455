// A dense layer with its fused activation on the integer grid.
#pragma once

#include "distill/quantize/dense_integers.h"
#include "distill/quantize/fold.h"
#include "distill/quantize/range_observer.h"
#include "distill/quantize/requantize.h"
#include "train/models/plan.h"

namespace bitstill::distill {

struct QuantizedDenseOptions {
  train::Block block;
  bool per_channel = false;
  double observer_momentum = 0.99;
};

class QuantizedDenseImpl : public torch::nn::Module {
 public:
  // Weights are zero until copy() or a checkpoint brings them.
  explicit QuantizedDenseImpl(QuantizedDenseOptions options);

  void copy(const FoldedDense& dense);
  void reset_range() { observer_->reset(); }

  // input [n, inputs] on its grid -> [n, outputs] on the layer's own, every value as the device computes it.
  IntegerActivation forward(const IntegerActivation& input, Observing observing);

  DenseIntegers integers(float input_scale) const;
  Grid output_grid(float input_scale) const;

 private:
  torch::Tensor scales() const { return weight_scales(weights_, options_.per_channel); }
  void observe(const torch::Tensor& accumulator, const torch::Tensor& scales, Observing observing);

  QuantizedDenseOptions options_;
  torch::Tensor weights_, bias_;
  RangeObserver observer_{nullptr};
};
TORCH_MODULE(QuantizedDense);

// The int8 values a fused activation saturates at.
Limits fused_limits(train::FusedActivation activation, const Grid& output);

}  // namespace bitstill::distill
