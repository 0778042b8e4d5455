// A dense layer with its fused activation on the integer grid.
#pragma once

#include "distill/quantize/dense_integers.h"
#include "distill/quantize/fold.h"
#include "distill/quantize/integer_activation.h"
#include "distill/quantize/range_observer.h"
#include "train/models/plan.h"

namespace bitstill::distill {

struct QuantizedDenseOptions {
  train::Block block;
  bool per_channel = false;
  ObserverOptions observer;
};

// Whether a forward pass moves the ranges.
enum class Ranges { kHeld, kFollow };

class QuantizedDenseImpl : public torch::nn::Module {
 public:
  // Weights are zero until copy() or a checkpoint brings them.
  explicit QuantizedDenseImpl(QuantizedDenseOptions options);

  void copy(const FoldedDense& dense);
  // Sets the output's range to what these batches reach.
  void calibrate(const std::vector<IntegerActivation>& inputs);

  // What the weights as they are, not rounded, give for reals [n, inputs]: before the fused activation, and after it.
  torch::Tensor real_forward(const torch::Tensor& real) const;
  torch::Tensor activated(const torch::Tensor& real) const;
  // Moves the bias by the mean that the integers of these batches miss of `exact` [n, outputs], what real_forward()
  // gives for all of them.
  void correct_bias(const std::vector<IntegerActivation>& inputs, const torch::Tensor& exact);

  // input [n, inputs] on its grid -> [n, outputs] on the layer's own, every value as the device computes it.
  IntegerActivation forward(const IntegerActivation& input, Ranges ranges);

  DenseIntegers integers(float input_scale) const;
  Grid output_grid(const DenseIntegers& integers) const;

 private:
  // Throws Error where training has driven the weights out of float32.
  void check_finite(const DenseIntegers& integers) const;
  // What the layer gives in reals before its output is rounded, without the fused activation and with it.
  torch::Tensor real_sums(const torch::Tensor& accumulator, const DenseIntegers& integers) const;
  torch::Tensor real_output(const torch::Tensor& accumulator, const DenseIntegers& integers) const {
    return activated(real_sums(accumulator, integers));
  }

  QuantizedDenseOptions options_;
  torch::Tensor weights_, bias_;
  RangeObserver observer_{nullptr};
};
TORCH_MODULE(QuantizedDense);

// The int8 values a fused activation saturates at.
Limits fused_limits(train::FusedActivation activation, const Grid& output);

}  // namespace bitstill::distill
