#include "distill/quantize/requantize.h"

#include "codegen/arithmetic/quantize_multiplier.h"
#include "distill/quantize/straight_through.h"

namespace bitstill::distill {
namespace {

// arithmetic::multiply on tensors: a rounding product with 2^-31, then a division by 2^right that rounds halves away
// from zero.
torch::Tensor multiply(const torch::Tensor& x, const RequantizeFactors& factors) {
  const torch::Tensor left = factors.shift.clamp_min(0);
  const torch::Tensor right = (-factors.shift).clamp_min(0);
  const torch::Tensor product = torch::bitwise_left_shift(x, left) * factors.multiplier + (int64_t{1} << 30);
  const torch::Tensor high = torch::bitwise_right_shift(product, torch::full_like(left, 31));
  const torch::Tensor half =
      torch::bitwise_right_shift(torch::bitwise_left_shift(torch::ones_like(right), right), torch::ones_like(right));
  return high.sign() * torch::bitwise_right_shift(high.abs() + half, right);
}

}  // namespace

RequantizeFactors RequantizeFactors::make(float input_scale, const torch::Tensor& weight_scales, float output_scale) {
  const torch::Tensor scales = weight_scales.cpu();
  const int64_t count = scales.numel();
  RequantizeFactors factors{torch::empty({count}, torch::kDouble), torch::empty({count}, torch::kInt64),
                            torch::empty({count}, torch::kInt64)};
  for (int64_t i = 0; i < count; ++i) {
    const float weight_scale = scales.data_ptr<float>()[i];
    const double product = count == 1 ? static_cast<double>(input_scale * weight_scale)
                                      : static_cast<double>(input_scale) * static_cast<double>(weight_scale);
    const double factor = product / static_cast<double>(output_scale);
    const arithmetic::Scale scale = arithmetic::quantize_multiplier(factor);
    factors.real.data_ptr<double>()[i] = factor;
    factors.multiplier.data_ptr<int64_t>()[i] = scale.multiplier;
    factors.shift.data_ptr<int64_t>()[i] = scale.shift;
  }
  const torch::Device device = weight_scales.device();
  return {factors.real.to(device), factors.multiplier.to(device), factors.shift.to(device)};
}

torch::Tensor requantize(const torch::Tensor& accumulator, const RequantizeFactors& factors, int32_t zero_point,
                         const Limits& limits) {
  const torch::Tensor exact = multiply(accumulator.detach().to(torch::kInt64), factors);
  const torch::Tensor steps = straight_through(accumulator * factors.real.to(accumulator), exact.to(accumulator));
  return torch::clamp(steps, limits.low - zero_point, limits.high - zero_point).to(torch::kFloat);
}

}  // namespace bitstill::distill
