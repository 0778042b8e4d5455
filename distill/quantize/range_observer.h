// Watches the range of one activation, from which its grid follows.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace bitstill::distill {

// How a range is found in the values seen; the README compares them.
enum class ObserverKind {
  kMinMax,         // all of them lie inside
  kMovingAverage,  // the mean of the batches' extremes
  kPercentile,     // a given share of them lies inside
  kMse,            // the range whose grid rounds them with the least squared error
};

struct ObserverOptions {
  ObserverKind kind = ObserverKind::kMinMax;
  double percentile = 99.9;  // kPercentile: of the values, half of the rest is cut off at either end
  double momentum = 0.99;    // in [0, 1): how much of the old range stays with every batch that is followed
};

// low <= 0 <= high: 0 is always on the grid.
struct ValueRange {
  float low = 0;
  float high = 0;
};

class RangeObserverImpl : public torch::nn::Module {
 public:
  explicit RangeObserverImpl(ObserverOptions options);

  // Forgets the range and finds it anew in these batches of values.
  void calibrate(const std::vector<torch::Tensor>& batches);
  // The range moves towards this batch's, by 1 - momentum.
  void follow(const torch::Tensor& batch);

  // Of a range that several layers share. Calibration forgets it and then widens it by the batches of each layer, whose
  // grid may not be finer than `least_scale`. While training each layer notes its batch, and the range moves once when
  // all have been seen, so that one pass has one grid.
  void forget();
  void widen(const std::vector<torch::Tensor>& batches, float least_scale);
  void note(const torch::Tensor& batch);
  void settle();

  ValueRange range() const;
  float least_scale() const { return least_scale_.item<float>(); }

 private:
  ObserverOptions options_;
  // Buffers {low, high}, so that checkpoints keep them: the range, and for kMse its share of the extremes.
  torch::Tensor range_, share_;
  torch::Tensor least_scale_;  // a buffer too
  ValueRange noted_;
};
TORCH_MODULE(RangeObserver);

// Of all values; zero is inside.
ValueRange extremes(const torch::Tensor& values);
// `percentile` per cent of the values lie inside: half of the others below, half above.
ValueRange percentile_range(const torch::Tensor& values, double percentile);
// Shrinks one end of the extremes after the other, in fiftieths of its length, to where the squared error of rounding
// all values onto the range's grid is least; twice, because the ends share one scale.
ValueRange least_error_range(const torch::Tensor& values);

}  // namespace bitstill::distill
