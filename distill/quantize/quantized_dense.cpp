#include "distill/quantize/quantized_dense.h"

#include <algorithm>

#include "codegen/arithmetic/quantize_multiplier.h"

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
  observer_ = register_module("output", RangeObserver(options_.observer_momentum));
}

void QuantizedDenseImpl::copy(const FoldedDense& dense) {
  const torch::NoGradGuard no_gradients;
  weights_.copy_(dense.weights);
  bias_.copy_(dense.bias);
}

DenseIntegers QuantizedDenseImpl::integers(float input_scale) const {
  return dense_integers(weights_, bias_, input_scale, scales());
}

// A grid finer than one step of the accumulator would hold nothing more, and its factor could overflow on the device.
Grid QuantizedDenseImpl::output_grid(float input_scale) const {
  const float step = bias_scales(input_scale, scales()).max().item<float>();
  return activation_grid(observer_->low(), observer_->high(), std::max(step, kLeastScale));
}

void QuantizedDenseImpl::observe(const torch::Tensor& accumulator, const torch::Tensor& scales, Observing observing) {
  if (observing == Observing::kNone) return;
  torch::Tensor real = accumulator.detach() * scales;
  if (options_.block.activation != FusedActivation::kNone) real = real.clamp_min(0);
  if (options_.block.activation == FusedActivation::kRelu6) real = real.clamp_max(6);
  observer_->observe(real, observing);
}

IntegerActivation QuantizedDenseImpl::forward(const IntegerActivation& input, Observing observing) {
  const DenseIntegers numbers = integers(input.grid.scale);
  const torch::Tensor accumulator = accumulate(input.values, numbers);
  observe(accumulator, bias_scales(input.grid.scale, numbers.scales), observing);
  const Grid grid = output_grid(input.grid.scale);
  const auto factors = RequantizeFactors::make(input.grid.scale, numbers.scales, grid.scale);
  return {requantize(accumulator, factors, grid.zero_point, fused_limits(options_.block.activation, grid)), grid};
}

}  // namespace bitstill::distill
