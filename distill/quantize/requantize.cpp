#include "distill/quantize/requantize.h"

#include "codegen/arithmetic/quantize_multiplier.h"
#include "distill/quantize/cpu_loops.h"

namespace bitstill::distill {
namespace {

template <class Number>
Requantized requantize_in_a_loop(const torch::Tensor& accumulator, const Requantization& how) {
  const torch::Tensor source = accumulator.contiguous();
  const Requantized result{torch::empty(source.sizes(), torch::kFloat), torch::empty(source.sizes(), torch::kFloat)};
  cpu::requantize(cpu::Matrix<Number>{source.data_ptr<Number>(), source.size(0), source.size(1)},
                  {how.scales.data(), how.scales.size() > 1, how.zero_point, how.limits},
                  result.values.data_ptr<float>(), result.inside.data_ptr<float>());
  return result;
}

}  // namespace

std::vector<arithmetic::Scale> requantize_scales(float input_scale, const std::vector<float>& weight_scales,
                                                 float output_scale) {
  if (weight_scales.size() > 1) return convolution_scales(input_scale, weight_scales, output_scale);
  const float product = input_scale * weight_scales.at(0);
  return {arithmetic::quantize_multiplier(static_cast<double>(product) / static_cast<double>(output_scale))};
}

std::vector<arithmetic::Scale> convolution_scales(float input_scale, const std::vector<float>& weight_scales,
                                                  float output_scale) {
  std::vector<arithmetic::Scale> scales;
  for (const float weight_scale : weight_scales) {
    const double product = static_cast<double>(input_scale) * static_cast<double>(weight_scale);
    scales.push_back(arithmetic::quantize_multiplier(product / static_cast<double>(output_scale)));
  }
  return scales;
}

// A rounding product with 2^-31, then a division by 2^right that rounds halves away from zero.
torch::Tensor multiply(const torch::Tensor& x, const std::vector<arithmetic::Scale>& scales) {
  std::vector<int64_t> multipliers, shifts;
  for (const arithmetic::Scale& scale : scales) {
    multipliers.push_back(scale.multiplier);
    shifts.push_back(scale.shift);
  }
  const torch::Tensor multiplier = torch::tensor(multipliers, torch::kInt64).to(x.device());
  const torch::Tensor shift = torch::tensor(shifts, torch::kInt64).to(x.device());
  const torch::Tensor left = shift.clamp_min(0);
  const torch::Tensor right = (-shift).clamp_min(0);
  const torch::Tensor product = torch::bitwise_left_shift(x, left) * multiplier + (int64_t{1} << 30);
  const torch::Tensor high = torch::bitwise_right_shift(product, torch::full_like(left, 31));
  const torch::Tensor half =
      torch::bitwise_right_shift(torch::bitwise_left_shift(torch::ones_like(right), right), torch::ones_like(right));
  return high.sign() * torch::bitwise_right_shift(high.abs() + half, right);
}

Requantized requantize_by_tensors(const torch::Tensor& accumulator, const Requantization& how) {
  const torch::Tensor steps = multiply(accumulator.to(torch::kInt64), how.scales) + how.zero_point;
  const torch::Tensor clamped = torch::clamp(steps, how.limits.low, how.limits.high);
  return {(clamped - how.zero_point).to(torch::kFloat), steps.eq(clamped).to(torch::kFloat)};
}

Requantized requantize(const torch::Tensor& accumulator, const Requantization& how) {
  if (!accumulator.device().is_cpu()) return requantize_by_tensors(accumulator, how);
  return accumulator.scalar_type() == torch::kDouble ? requantize_in_a_loop<double>(accumulator, how)
                                                     : requantize_in_a_loop<float>(accumulator, how);
}

}  // namespace bitstill::distill
