// A layer with weights and its fused activation on the integer grid: dense, or a convolution, which is a dense layer
// over the patches that its window sees (patches.h).
#pragma once

#include "distill/quantize/dense_integers.h"
#include "distill/quantize/fold.h"
#include "distill/quantize/fused_activation.h"
#include "distill/quantize/integer_activation.h"
#include "distill/quantize/learned_scale.h"
#include "distill/quantize/output_range.h"
#include "distill/quantize/ranges.h"
#include "distill/quantize/requantize.h"
#include "train/models/plan.h"

namespace bitstill::distill {

struct QuantizedDenseOptions {
  train::Block block;
  bool per_channel = false;
  ObserverOptions observer;
  bool learned_scales = false;    // the weights' scales and the output's are parameters, from calibration on
  RangeObserver shared{nullptr};  // where given, the output's range is this one, and never learned
  torch::Tensor row_scale = {};   // where defined, what the weights' scales are to one another: [outputs]
};

class QuantizedDenseImpl : public torch::nn::Module {
 public:
  // Weights are zero until copy() or a checkpoint brings them.
  explicit QuantizedDenseImpl(QuantizedDenseOptions options);

  void copy(const FoldedDense& dense);
  // Sets the output's range to what these batches reach.
  void calibrate(const std::vector<IntegerActivation>& inputs);
  // Adds to every bias the mean, over all sums, of the float layer's sum minus this layer's. `inputs` are the batches
  // as they come here, `reals` the same batches in the float network; returns that network's outputs.
  std::vector<torch::Tensor> correct_bias(const std::vector<IntegerActivation>& inputs,
                                          const std::vector<torch::Tensor>& reals);
  // Learned scales stand still.
  void hold_scales(bool held);
  // The parameters behind learned scales; none where scales are observed.
  std::vector<torch::Tensor> scale_ratios() const;

  // input [n, input shape...] on its grid -> [n, output shape...] on the layer's own, every value as the device
  // computes it. Images are [n, height, width, channels].
  IntegerActivation forward(const IntegerActivation& input, Ranges ranges);

  DenseIntegers integers(float input_scale) const;
  const torch::Tensor& weights() const { return weights_; }
  Grid output_grid(const DenseIntegers& integers) const;

 private:
  // Throws Error where training has driven the weights out of float32.
  void check_finite(const DenseIntegers& integers) const;
  std::vector<float> scales() const;
  Grid observed_grid(const DenseIntegers& integers) const;
  // What the layer gives before its output is rounded.
  torch::Tensor real_output(const torch::Tensor& accumulator, const DenseIntegers& integers) const;

  QuantizedDenseOptions options_;
  torch::Tensor weights_, bias_;
  OutputRange range_;
  LearnedScale weight_scale_{nullptr}, output_scale_{nullptr};  // where scales are learned
  torch::Tensor zero_point_;                                    // likewise: the output's, as calibrated
};
TORCH_MODULE(QuantizedDense);

// accumulator -> output step, as TFLite derives it for the block's operator.
std::vector<arithmetic::Scale> output_scales(const train::Block& block, float input_scale,
                                             const std::vector<float>& weight_scales, float output_scale);

}  // namespace bitstill::distill
