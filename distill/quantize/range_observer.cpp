#include "distill/quantize/range_observer.h"

#include <algorithm>

#include "distill/quantize/integer_activation.h"

namespace bitstill::distill {
namespace {

constexpr int kShares = 50;

ValueRange with_zero(float low, float high) { return {std::min(low, 0.0F), std::max(high, 0.0F)}; }

torch::Tensor ends(const ValueRange& range) { return torch::tensor({range.low, range.high}); }

double squared_error(const torch::Tensor& values, const ValueRange& range) {
  const IntegerActivation rounded = quantize(values, activation_grid(range.low, range.high));
  return (rounded.real() - values).square().sum(torch::kDouble).item<double>();
}

// The best of end * 50/50, end * 49/50, ..., end * 1/50; the largest among equals.
void shrink_end(const torch::Tensor& values, ValueRange& range, float ValueRange::*end, float extreme) {
  if (extreme == 0) return;
  double least = std::numeric_limits<double>::infinity();
  float best = extreme;
  for (int share = kShares; share > 0; --share) {
    range.*end = extreme * static_cast<float>(share) / kShares;
    const double error = squared_error(values, range);
    if (error >= least) continue;
    least = error;
    best = range.*end;
  }
  range.*end = best;
}

ValueRange mean_of_extremes(const std::vector<torch::Tensor>& batches) {
  torch::Tensor sum = torch::zeros({2}, torch::kDouble);
  for (const torch::Tensor& batch : batches) sum += ends(extremes(batch));
  sum /= static_cast<double>(batches.size());
  return {sum[0].item<float>(), sum[1].item<float>()};
}

float share_of(float part, float whole) { return whole == 0 ? 1 : part / whole; }

torch::Tensor all_of(const std::vector<torch::Tensor>& batches) {
  std::vector<torch::Tensor> flat;
  for (const torch::Tensor& batch : batches) flat.push_back(batch.flatten());
  return torch::cat(flat);
}

}  // namespace

ValueRange extremes(const torch::Tensor& values) {
  const auto [low, high] = torch::aminmax(values);
  return with_zero(low.item<float>(), high.item<float>());
}

ValueRange percentile_range(const torch::Tensor& values, double percentile) {
  const torch::Tensor flat = values.flatten();
  const auto outside = static_cast<int64_t>(static_cast<double>(flat.numel()) * (100 - percentile) / 200);
  return with_zero(std::get<0>(flat.kthvalue(outside + 1)).item<float>(),
                   std::get<0>(flat.kthvalue(flat.numel() - outside)).item<float>());
}

ValueRange least_error_range(const torch::Tensor& values) {
  const ValueRange whole = extremes(values);
  ValueRange range = whole;
  for (int round = 0; round < 2; ++round) {
    shrink_end(values, range, &ValueRange::high, whole.high);
    shrink_end(values, range, &ValueRange::low, whole.low);
  }
  return range;
}

RangeObserverImpl::RangeObserverImpl(ObserverOptions options) : options_(options) {
  range_ = register_buffer("range", torch::zeros({2}));
  share_ = register_buffer("share", torch::ones({2}));
  least_scale_ = register_buffer("least_scale", torch::full({1}, kLeastScale));
}

void RangeObserverImpl::calibrate(const std::vector<torch::Tensor>& batches) {
  const torch::NoGradGuard no_gradients;
  const torch::Tensor all = all_of(batches);
  const ValueRange whole = extremes(all);
  ValueRange range = whole;
  switch (options_.kind) {
    case ObserverKind::kMinMax:
      break;
    case ObserverKind::kMovingAverage:
      range = mean_of_extremes(batches);
      break;
    case ObserverKind::kPercentile:
      range = percentile_range(all, options_.percentile);
      break;
    case ObserverKind::kMse:
      range = least_error_range(all);
      share_.copy_(ends({share_of(range.low, whole.low), share_of(range.high, whole.high)}));
      break;
  }
  range_.copy_(ends(range));
}

void RangeObserverImpl::follow(const torch::Tensor& batch) {
  note(batch);
  settle();
}

void RangeObserverImpl::forget() {
  const torch::NoGradGuard no_gradients;
  range_.zero_();
  share_.zero_();
  least_scale_.fill_(kLeastScale);
}

void RangeObserverImpl::widen(const std::vector<torch::Tensor>& batches, float least_scale) {
  const torch::NoGradGuard no_gradients;
  RangeObserver own(options_);
  own->calibrate(batches);
  const torch::Tensor outwards = torch::tensor({-1.0F, 1.0F}).to(range_.device());
  range_.copy_(torch::maximum(range_ * outwards, own->range_.to(range_.device()) * outwards) * outwards);
  share_.copy_(torch::maximum(share_, own->share_.to(share_.device())));
  least_scale_.clamp_min_(least_scale);
}

void RangeObserverImpl::note(const torch::Tensor& batch) {
  const torch::NoGradGuard no_gradients;
  const ValueRange seen =
      options_.kind == ObserverKind::kPercentile ? percentile_range(batch, options_.percentile) : extremes(batch);
  noted_ = {std::min(noted_.low, seen.low), std::max(noted_.high, seen.high)};
}

void RangeObserverImpl::settle() {
  const torch::NoGradGuard no_gradients;
  const torch::Tensor target = ends(noted_).to(range_.device()) * share_;
  range_.mul_(options_.momentum).add_(target, 1 - options_.momentum);
  noted_ = {};
}

ValueRange RangeObserverImpl::range() const {
  const torch::Tensor range = range_.cpu();
  return {range.data_ptr<float>()[0], range.data_ptr<float>()[1]};
}

}  // namespace bitstill::distill
