#include "distill/quantize/quantized_dense.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "configs/support/error.h"
#include "distill/quantize/dense_gradient.h"
#include "distill/quantize/patches.h"
#include "train/layers/fused.h"

namespace bitstill::distill {
namespace {

// A grid finer than one step of the accumulator would hold nothing more, and its factor could overflow on the device.
float least_output_scale(const DenseIntegers& integers) {
  return std::max(*std::ranges::max_element(integers.bias_scales), kLeastScale);
}

}  // namespace

std::vector<arithmetic::Scale> output_scales(const train::Block& block, float input_scale,
                                             const std::vector<float>& weight_scales, float output_scale) {
  return block.is_convolution() ? convolution_scales(input_scale, weight_scales, output_scale)
                                : requantize_scales(input_scale, weight_scales, output_scale);
}

QuantizedDenseImpl::QuantizedDenseImpl(QuantizedDenseOptions options) : options_(std::move(options)) {
  const train::Block& block = options_.block;
  weights_ = register_parameter("weights", torch::zeros({block.outputs(), block.row_size()}));
  bias_ = register_parameter("bias", torch::zeros({block.outputs()}));
  range_ = {options_.shared, !options_.shared.is_empty()};
  if (!range_.shared) range_.observer = register_module("output", RangeObserver(options_.observer));
  if (!options_.learned_scales) return;
  weight_scale_ = register_module("weight_scale", LearnedScale(options_.per_channel ? block.outputs() : 1));
  if (range_.shared) return;
  output_scale_ = register_module("output_scale", LearnedScale(1));
  zero_point_ = register_buffer("zero_point", torch::zeros({1}, torch::kInt32));
}

void QuantizedDenseImpl::copy(const FoldedDense& dense) {
  const torch::NoGradGuard no_gradients;
  weights_.copy_(dense.weights);
  bias_.copy_(dense.bias);
  if (weight_scale_.is_empty()) return;
  weight_scale_->start(weight_scales(weights_, options_.per_channel),
                       options_.per_channel ? weights_.size(1) : weights_.numel(), 127);
}

void QuantizedDenseImpl::hold_scales(bool held) {
  if (weight_scale_.is_empty()) return;
  weight_scale_->hold(held);
  if (!output_scale_.is_empty()) output_scale_->hold(held);
}

std::vector<torch::Tensor> QuantizedDenseImpl::scale_ratios() const {
  std::vector<torch::Tensor> ratios;
  for (const LearnedScale& scale : {weight_scale_, output_scale_}) {
    if (!scale.is_empty()) ratios.push_back(scale->ratio());
  }
  return ratios;
}

std::vector<float> QuantizedDenseImpl::scales() const {
  if (options_.row_scale.defined()) {
    const torch::Tensor row_scale = options_.row_scale.to(weights_.device());
    const float overall = weight_scales(weights_.detach() / row_scale.unsqueeze(1), false).front();
    std::vector<float> scales;
    for (int64_t i = 0; i < row_scale.size(0); ++i) scales.push_back(overall * row_scale[i].item<float>());
    return scales;
  }
  return weight_scale_.is_empty() ? weight_scales(weights_, options_.per_channel) : weight_scale_->scales();
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
  return dense_integers(weights_, bias_, input_scale, scales());
}

Grid QuantizedDenseImpl::observed_grid(const DenseIntegers& integers) const {
  return range_.grid(least_output_scale(integers));
}

Grid QuantizedDenseImpl::output_grid(const DenseIntegers& integers) const {
  if (output_scale_.is_empty()) return observed_grid(integers);
  return {std::max(output_scale_->scales().front(), least_output_scale(integers)), zero_point_.item<int32_t>()};
}

torch::Tensor QuantizedDenseImpl::real_output(const torch::Tensor& accumulator, const DenseIntegers& integers) const {
  return train::activate((accumulator * row_tensor(integers.bias_scales, accumulator.device())).to(torch::kFloat),
                         options_.block.activation);
}

std::vector<torch::Tensor> QuantizedDenseImpl::correct_bias(const std::vector<IntegerActivation>& inputs,
                                                            const std::vector<torch::Tensor>& reals) {
  const torch::NoGradGuard no_gradients;
  const DenseIntegers numbers = integers(inputs.at(0).grid.scale);
  const torch::Tensor bias_scales = row_tensor(numbers.bias_scales, weights_.device()).to(torch::kDouble);
  torch::Tensor error = torch::zeros({options_.block.outputs()}, bias_scales.options());
  std::vector<torch::Tensor> outputs;
  int64_t count = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const torch::Tensor sums = weighted_sums(weight_rows(reals[i], options_.block), weights_, bias_);
    error += (sums - accumulate(weight_rows(inputs[i].values, options_.block), numbers) * bias_scales).sum(0);
    count += sums.size(0);
    outputs.push_back(train::activate(sums, options_.block.activation).view(output_sizes(reals[i], options_.block)));
  }
  bias_.add_((error / static_cast<double>(count)).to(torch::kFloat));
  return outputs;
}

void QuantizedDenseImpl::calibrate(const std::vector<IntegerActivation>& inputs) {
  const torch::NoGradGuard no_gradients;
  const DenseIntegers numbers = integers(inputs.at(0).grid.scale);
  std::vector<torch::Tensor> outputs;
  for (const IntegerActivation& input : inputs) {
    outputs.push_back(real_output(accumulate(weight_rows(input.values, options_.block), numbers), numbers));
  }
  range_.calibrate(outputs, least_output_scale(numbers));
  if (output_scale_.is_empty()) return;
  const Grid grid = observed_grid(numbers);
  zero_point_.fill_(grid.zero_point);
  const int64_t values = outputs.at(0).numel() / inputs.at(0).values.size(0);  // of one sample
  output_scale_->start({grid.scale}, values, std::max(127 - grid.zero_point, grid.zero_point + 128));
}

IntegerActivation QuantizedDenseImpl::forward(const IntegerActivation& input, Ranges ranges) {
  const torch::Tensor rows = weight_rows(input.values, options_.block);
  DenseStep step;
  {
    const torch::NoGradGuard no_gradients;
    step.input_scale = input.grid.scale;
    step.integers = integers(input.grid.scale);
    check_finite(step.integers);
    step.accumulator = accumulate(rows.detach(), step.integers);
    if (ranges == Ranges::kFollow && output_scale_.is_empty()) {
      range_.follow(real_output(step.accumulator, step.integers));
    }
    step.grid = output_grid(step.integers);
    step.how = {output_scales(options_.block, input.grid.scale, step.integers.scales, step.grid.scale),
                step.grid.zero_point, fused_limits(options_.block.activation, step.grid)};
    step.output = requantize(step.accumulator, step.how);
  }
  DenseLeaves leaves{rows, weights_, bias_, {}, {}};
  if (!weight_scale_.is_empty()) leaves.weight_scale = {weight_scale_->ratio(), weight_scale_->gain()};
  if (!output_scale_.is_empty()) {
    leaves.output_scale = {output_scale_->ratio(), output_scale_->gain(),
                           output_scale_->scales().front() < step.grid.scale};
  }
  return {with_gradient(step, leaves).view(output_sizes(input.values, options_.block)), step.grid};
}

}  // namespace bitstill::distill
