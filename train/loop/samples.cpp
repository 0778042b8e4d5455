#include "train/loop/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>

#include "configs/support/error.h"
#include "configs/support/progress.h"

namespace bitstill::train {
namespace {

constexpr auto kWorthShowing = std::chrono::seconds(2);

void check(const datasets::Splits& splits, const datasets::Sample& sample, int64_t input_size,
           const std::string& place) {
  if (static_cast<int64_t>(sample.input.size()) != input_size) {
    throw Error(fmt::format("{}: has {} input values, {} were expected; check the dataset", place, sample.input.size(),
                            input_size));
  }
  if (splits.classification() && (sample.label < 0 || sample.label >= splits.output_size())) {
    throw Error(fmt::format("{}: has label {}, the dataset has {} classes; check its labels", place, sample.label,
                            splits.output_size()));
  }
  if (!splits.classification() && static_cast<int64_t>(sample.target.size()) != splits.target_size) {
    throw Error(fmt::format("{}: has {} target values, {} were expected; check the dataset", place,
                            sample.target.size(), splits.target_size));
  }
}

}  // namespace

Samples Samples::select(const torch::Tensor& indices) const {
  Samples chosen;
  chosen.inputs = inputs.index_select(0, indices);
  chosen.targets = targets.index_select(0, indices);
  if (teacher_outputs.defined()) chosen.teacher_outputs = teacher_outputs.index_select(0, indices);
  return chosen;
}

Samples Samples::to(const torch::Device& device) const {
  Samples moved;
  moved.inputs = inputs.to(device);
  moved.targets = targets.to(device);
  if (teacher_outputs.defined()) moved.teacher_outputs = teacher_outputs.to(device);
  return moved;
}

Samples load_samples(const datasets::Splits& splits, const datasets::Dataset& split, const std::string& name,
                     int64_t threads) {
  const int64_t count = split.size();
  if (count == 0) throw Error(fmt::format("the {} split is empty; give it samples in the config's dataset", name));

  std::vector<int64_t> shape = splits.input_shape;
  shape.insert(shape.begin(), count);
  Samples samples;
  samples.inputs = torch::empty(shape);
  samples.targets =
      splits.classification() ? torch::empty({count}, torch::kInt64) : torch::empty({count, splits.target_size});
  const int64_t input_size = samples.inputs.numel() / count;
  const auto load = [&](int64_t i) {
    const datasets::Sample sample = split.get(i);
    check(splits, sample, input_size, fmt::format("{} sample {}", name, i));
    std::ranges::copy(sample.input, samples.inputs.data_ptr<float>() + i * input_size);
    if (splits.classification()) {
      samples.targets.data_ptr<int64_t>()[i] = sample.label;
    } else {
      std::ranges::copy(sample.target, samples.targets.data_ptr<float>() + i * splits.target_size);
    }
  };
  std::atomic<int64_t> next = 0;
  const auto work = [&](const std::function<void(int64_t)>& report) {
    for (int64_t i = next++; i < count; i = next++) {
      load(i);
      report(i + 1);
    }
  };
  std::vector<std::future<void>> others;
  for (int64_t i = 1; i < threads; ++i) {
    others.push_back(std::async(std::launch::async, [&] { work([](int64_t) {}); }));
  }
  Progress progress(name + " samples", count);
  const auto begin = std::chrono::steady_clock::now();
  work([&](int64_t done) {
    if (std::chrono::steady_clock::now() - begin > kWorthShowing) progress.update(done);
  });
  for (std::future<void>& other : others) other.get();
  return samples;
}

}  // namespace bitstill::train
