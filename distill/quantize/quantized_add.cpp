#include "distill/quantize/quantized_add.h"

#include "distill/quantize/fused_activation.h"
#include "distill/quantize/integer_add.h"
#include "distill/quantize/requantize.h"
#include "distill/quantize/straight_through.h"
#include "train/layers/fused.h"

namespace bitstill::distill {
namespace {

torch::Tensor in_a_loop(const torch::Tensor& first, const torch::Tensor& second, const AddScales& scales,
                        const Grid& output, const Limits& limits) {
  const torch::Tensor a = first.contiguous(), b = second.contiguous();
  torch::Tensor sums = torch::empty(a.sizes(), torch::kFloat);
  const float *one = a.data_ptr<float>(), *other = b.data_ptr<float>();
  float* sum = sums.data_ptr<float>();
  for (int64_t i = 0; i < a.numel(); ++i) {
    const int32_t steps = add(static_cast<int32_t>(one[i]), static_cast<int32_t>(other[i]), scales);
    const int32_t q = arithmetic::clamp(steps + output.zero_point, limits.low, limits.high);
    sum[i] = static_cast<float>(q - output.zero_point);
  }
  return sums;
}

torch::Tensor by_tensors(const torch::Tensor& first, const torch::Tensor& second, const AddScales& scales,
                         const Grid& output, const Limits& limits) {
  const auto finer = [](const torch::Tensor& x) { return x.to(torch::kInt64) * (1 << 20); };
  const torch::Tensor sums = multiply(finer(first), {scales.first}) + multiply(finer(second), {scales.second});
  const torch::Tensor q = torch::clamp(multiply(sums, {scales.sum}) + output.zero_point, limits.low, limits.high);
  return (q - output.zero_point).to(torch::kFloat);
}

}  // namespace

QuantizedAddImpl::QuantizedAddImpl(train::FusedActivation activation, const ObserverOptions& observer,
                                   const RangeObserver& shared)
    : activation_(activation), range_{shared, !shared.is_empty()} {
  if (!range_.shared) range_.observer = register_module("output", RangeObserver(observer));
}

void QuantizedAddImpl::calibrate(const std::vector<IntegerActivation>& first,
                                 const std::vector<IntegerActivation>& second) {
  const torch::NoGradGuard no_gradients;
  std::vector<torch::Tensor> outputs;
  for (size_t i = 0; i < first.size(); ++i) {
    outputs.push_back(train::activate(first[i].real() + second[i].real(), activation_));
  }
  range_.calibrate(outputs, least_add_scale(first.at(0).grid.scale, second.at(0).grid.scale));
}

Grid QuantizedAddImpl::output_grid(const Grid& first, const Grid& second) const {
  return range_.grid(least_add_scale(first.scale, second.scale));
}

IntegerActivation QuantizedAddImpl::forward(const IntegerActivation& first, const IntegerActivation& second,
                                            Ranges ranges) {
  const torch::Tensor real = first.real() + second.real();
  if (ranges == Ranges::kFollow) range_.follow(train::activate(real.detach(), activation_));
  const Grid grid = output_grid(first.grid, second.grid);
  const Limits limits = fused_limits(activation_, grid);
  const torch::Tensor smooth =
      torch::clamp(real / grid.scale, limits.low - grid.zero_point, limits.high - grid.zero_point);
  const AddScales scales = add_scales(first.grid.scale, second.grid.scale, grid.scale);
  const std::vector<torch::Tensor> both = torch::broadcast_tensors({first.values.detach(), second.values.detach()});
  const torch::Tensor &one = both[0], &other = both[1];
  const torch::Tensor exact =
      plain_floats(smooth) ? in_a_loop(one, other, scales, grid, limits) : by_tensors(one, other, scales, grid, limits);
  return {straight_through(smooth, exact), grid};
}

}  // namespace bitstill::distill
