#include "distill/quantize/quantized_dense.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "configs/support/error.h"
#include "distill/quantize/dense_gradient.h"

namespace bitstill::distill {

using train::FusedActivation;

Limits fused_limits(FusedActivation activation, const Grid& output) {
  const auto bound = [&](float real) {
    return std::clamp(arithmetic::quantize_bound(real, output.scale, output.zero_point), -128, 127);
  };
  if (activation == FusedActivation::kNone) return {};
  return {bound(0), activation == FusedActivation::kRelu6 ? bound(6) : 127};
}

QuantizedDenseImpl::QuantizedDenseImpl(QuantizedDenseOptions options) : options_(std::move(options)) {
  const train::Block& block = options_.block;
  weights_ = register_parameter("weights", torch::zeros({block.outputs(), block.inputs()}));
  bias_ = register_parameter("bias", torch::zeros({block.outputs()}));
  observer_ = register_module("output", RangeObserver(options_.observer));
}

void QuantizedDenseImpl::copy(const FoldedDense& dense) {
  const torch::NoGradGuard no_gradients;
  weights_.copy_(dense.weights);
  bias_.copy_(dense.bias);
}

void QuantizedDenseImpl::check_finite(const DenseIntegers& integers) const {
  for (const float scale : integers.scales) {
    if (std::isfinite(scale)) continue;
    throw Error(
        fmt::format("quantisation: the weights of layer '{}' grew beyond all numbers; lower the learning_rate of "
                    "quantization.training",
                    options_.block.name));
  }
}

DenseIntegers QuantizedDenseImpl::integers(float input_scale) const {
  return dense_integers(weights_, bias_, input_scale, weight_scales(weights_, options_.per_channel));
}

// A grid finer than one step of the accumulator would hold nothing more, and its factor could overflow on the device.
Grid QuantizedDenseImpl::output_grid(const DenseIntegers& integers) const {
  const float step = *std::ranges::max_element(integers.bias_scales);
  const ValueRange range = observer_->range();
  return activation_grid(range.low, range.high, std::max(step, kLeastScale));
}

torch::Tensor QuantizedDenseImpl::real_sums(const torch::Tensor& accumulator, const DenseIntegers& integers) const {
  return (accumulator * row_tensor(integers.bias_scales, accumulator.device())).to(torch::kFloat);
}

torch::Tensor QuantizedDenseImpl::real_forward(const torch::Tensor& real) const {
  return torch::linear(real, weights_, bias_);
}

void QuantizedDenseImpl::correct_bias(const std::vector<IntegerActivation>& inputs, const torch::Tensor& exact) {
  const torch::NoGradGuard no_gradients;
  const DenseIntegers numbers = integers(inputs.at(0).grid.scale);
  std::vector<torch::Tensor> sums;
  for (const IntegerActivation& input : inputs) sums.push_back(real_sums(accumulate(input.values, numbers), numbers));
  bias_.add_((exact - torch::cat(sums)).mean(0));
}

torch::Tensor QuantizedDenseImpl::activated(const torch::Tensor& real) const {
  switch (options_.block.activation) {
    case FusedActivation::kRelu:
      return real.clamp_min(0);
    case FusedActivation::kRelu6:
      return real.clamp(0, 6);
    case FusedActivation::kNone:
      break;
  }
  return real;
}

void QuantizedDenseImpl::calibrate(const std::vector<IntegerActivation>& inputs) {
  const torch::NoGradGuard no_gradients;
  const DenseIntegers numbers = integers(inputs.at(0).grid.scale);
  std::vector<torch::Tensor> outputs;
  for (const IntegerActivation& input : inputs) {
    outputs.push_back(real_output(accumulate(input.values, numbers), numbers));
  }
  observer_->calibrate(outputs);
}

IntegerActivation QuantizedDenseImpl::forward(const IntegerActivation& input, Ranges ranges) {
  DenseStep step;
  Grid grid;
  {
    const torch::NoGradGuard no_gradients;
    step.integers = integers(input.grid.scale);
    check_finite(step.integers);
    step.accumulator = accumulate(input.values, step.integers);
    if (ranges == Ranges::kFollow) observer_->follow(real_output(step.accumulator, step.integers));
    grid = output_grid(step.integers);
    step.output = requantize(step.accumulator, {requantize_scales(input.grid.scale, step.integers.scales, grid.scale),
                                                grid.zero_point, fused_limits(options_.block.activation, grid)});
  }
  step.input_scale = input.grid.scale;
  step.output_scale = grid.scale;
  return {with_gradient(step, {input.values, weights_, bias_}), grid};
}

}  // namespace bitstill::distill
