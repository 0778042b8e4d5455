// A dense layer with its fused activation on the integer grid.
#pragma once

#include "distill/quantize/dense_integers.h"
#include "distill/quantize/fold.h"
#include "distill/quantize/integer_activation.h"
#include "distill/quantize/learned_scale.h"
#include "distill/quantize/range_observer.h"
#include "train/models/plan.h"

namespace bitstill::distill {

struct QuantizedDenseOptions {
  train::Block block;
  bool per_channel = false;
  ObserverOptions observer;
  bool learned_scales = false;  // the weights' scales and the output's are parameters, from calibration on
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
  // Adds to every bias the mean, over all samples, of the float layer's sum minus this layer's. `inputs` are the
  // batches as they come here, `reals` the same batches in the float network; these become its outputs.
  void correct_bias(const std::vector<IntegerActivation>& inputs, std::vector<torch::Tensor>& reals);
  // Learned scales stand still.
  void hold_scales(bool held);
  // The parameters behind learned scales; none where scales are observed.
  std::vector<torch::Tensor> scale_ratios() const;

  // input [n, inputs] on its grid -> [n, outputs] on the layer's own, every value as the device computes it.
  IntegerActivation forward(const IntegerActivation& input, Ranges ranges);

  DenseIntegers integers(float input_scale) const;
  Grid output_grid(const DenseIntegers& integers) const;

 private:
  // Throws Error where training has driven the weights out of float32.
  void check_finite(const DenseIntegers& integers) const;
  std::vector<float> scales() const;
  Grid observed_grid(const DenseIntegers& integers) const;
  torch::Tensor activate(const torch::Tensor& sums) const;
  // What the layer gives before its output is rounded.
  torch::Tensor real_output(const torch::Tensor& accumulator, const DenseIntegers& integers) const;

  QuantizedDenseOptions options_;
  torch::Tensor weights_, bias_;
  RangeObserver observer_{nullptr};
  LearnedScale weight_scale_{nullptr}, output_scale_{nullptr};  // where scales are learned
  torch::Tensor zero_point_;                                    // likewise: the output's, as calibrated
};
TORCH_MODULE(QuantizedDense);

// The int8 values a fused activation saturates at.
Limits fused_limits(train::FusedActivation activation, const Grid& output);

}  // namespace bitstill::distill
