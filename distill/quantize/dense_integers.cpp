#include "distill/quantize/dense_integers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "distill/quantize/cpu_loops.h"
#include "distill/quantize/grid.h"
#include "distill/quantize/integer_activation.h"
#include "distill/quantize/patches.h"
#include "distill/quantize/straight_through.h"

namespace bitstill::distill {
namespace {

constexpr double kFloatIsExactBelow = 1 << 24;
constexpr double kLargestInput = 255;  // |q - zero_point| of an int8 activation

template <class Number>
std::vector<Number> host_vector(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.cpu().contiguous();
  return {flat.data_ptr<Number>(), flat.data_ptr<Number>() + flat.numel()};
}

std::vector<float> row_magnitudes(const torch::Tensor& weights) {
  if (!plain_floats(weights)) return host_vector<float>(weights.abs().amax(1).to(torch::kFloat));
  const torch::Tensor source = weights.contiguous();
  std::vector<float> largest(static_cast<size_t>(source.size(0)));
  cpu::row_magnitudes({source.data_ptr<float>(), source.size(0), source.size(1)}, largest.data());
  return largest;
}

// Half of 32 bits stays free for the products. Only a row whose weights are next to nothing has a larger bias.
int32_t bias_steps(float bias, float scale) {
  constexpr double kMost = 1 << 30;
  return static_cast<int32_t>(
      std::clamp(std::round(static_cast<double>(bias) / static_cast<double>(scale)), -kMost, kMost));
}

}  // namespace

torch::Tensor row_tensor(const std::vector<float>& values, const torch::Device& device) {
  return torch::tensor(values, torch::kFloat).to(device);
}

std::vector<float> weight_scales(const torch::Tensor& weights, bool per_channel) {
  std::vector<float> largest = row_magnitudes(weights.detach());
  float overall = 0;
  for (const float magnitude : largest) {
    if (magnitude > overall || std::isnan(magnitude)) overall = magnitude;
  }
  if (!per_channel) largest = {overall};
  for (float& scale : largest) {
    // A row of zeros still needs a scale on which its bias fits 32 bits.
    scale = std::max(scale, overall / 65536) / 127;
    scale = scale < kLeastScale ? kLeastScale : scale;
  }
  return largest;
}

RoundedWeights round_weights_by_tensors(const torch::Tensor& weights, const std::vector<float>& scales) {
  const torch::Tensor steps = round_half_away(weights.detach() / row_tensor(scales, weights.device()).unsqueeze(1));
  const torch::Tensor values = torch::clamp(steps, -127, 127);
  return {values, host_vector<int32_t>(values.abs().sum(1).to(torch::kInt32))};
}

RoundedWeights round_weights(const torch::Tensor& weights, const std::vector<float>& scales) {
  if (!plain_floats(weights)) return round_weights_by_tensors(weights, scales);
  const torch::Tensor source = weights.detach().contiguous();
  RoundedWeights rounded{torch::empty_like(source), std::vector<int32_t>(static_cast<size_t>(source.size(0)))};
  cpu::round_weights({source.data_ptr<float>(), source.size(0), source.size(1)}, scales.data(), scales.size() > 1,
                     rounded.values.data_ptr<float>(), rounded.row_sums.data());
  return rounded;
}

DenseIntegers dense_integers(const torch::Tensor& weights, const torch::Tensor& bias, float input_scale,
                             const std::vector<float>& scales) {
  RoundedWeights rounded = round_weights(weights, scales);
  DenseIntegers integers{std::move(rounded.values), {}, scales, {}, 0};
  for (const float scale : scales) integers.bias_scales.push_back(scale * input_scale);
  const std::vector<float> real_bias = host_vector<float>(bias.detach());
  for (size_t i = 0; i < real_bias.size(); ++i) {
    const int32_t steps = bias_steps(real_bias[i], integers.bias_scales[scales.size() > 1 ? i : 0]);
    integers.bias.push_back(steps);
    integers.largest_sum =
        std::max(integers.largest_sum, kLargestInput * rounded.row_sums[i] + std::abs(static_cast<double>(steps)));
  }
  return integers;
}

torch::Tensor accumulate(const torch::Tensor& rows, const DenseIntegers& integers) {
  const auto type = integers.largest_sum < kFloatIsExactBelow ? torch::kFloat : torch::kDouble;
  const torch::Tensor bias = torch::tensor(integers.bias, torch::kInt32).to(rows.device(), type);
  return weighted_sums(rows.to(type), integers.weights.to(type), bias);
}

}  // namespace bitstill::distill
