#include "distill/quantize/dense_integers.h"

#include <limits>

#include "distill/quantize/straight_through.h"

namespace bitstill::distill {
namespace {

constexpr double kFloatIsExactBelow = 1 << 24;
constexpr double kLargestInput = 255;  // |q - zero_point| of an int8 activation

double largest_sum(const DenseIntegers& integers) {
  const torch::Tensor weights = integers.weights.detach().abs().sum(1, false, torch::kDouble);
  return (weights * kLargestInput + integers.bias.detach().abs()).max().item<double>();
}

}  // namespace

torch::Tensor bias_scales(float input_scale, const torch::Tensor& scales) { return scales * input_scale; }

DenseIntegers dense_integers(const torch::Tensor& weights, const torch::Tensor& bias, float input_scale,
                             const torch::Tensor& scales) {
  const torch::Tensor steps = round_straight_through(weights / scales.unsqueeze(1));
  const torch::Tensor bias_steps =
      round_straight_through(bias.to(torch::kDouble) / bias_scales(input_scale, scales).to(torch::kDouble));
  return {torch::clamp(steps, -127, 127),
          torch::clamp(bias_steps, static_cast<double>(std::numeric_limits<int32_t>::min()),
                       static_cast<double>(std::numeric_limits<int32_t>::max())),
          scales};
}

torch::Tensor accumulate(const torch::Tensor& input, const DenseIntegers& integers) {
  const auto type = largest_sum(integers) < kFloatIsExactBelow ? torch::kFloat : torch::kDouble;
  return torch::linear(input.to(type), integers.weights.to(type), integers.bias.to(type));
}

}  // namespace bitstill::distill
