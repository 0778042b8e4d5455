#include "train/loop/samples.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/error.h"

namespace bitstill::train {
namespace {

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

Samples load_samples(const datasets::Splits& splits, const datasets::Dataset& split, const std::string& name) {
  const int64_t count = split.size();
  if (count == 0) throw Error(fmt::format("the {} split is empty; give it samples in the config's dataset", name));

  std::vector<int64_t> shape = splits.input_shape;
  shape.insert(shape.begin(), count);
  Samples samples;
  samples.inputs = torch::empty(shape);
  samples.targets =
      splits.classification() ? torch::empty({count}, torch::kInt64) : torch::empty({count, splits.target_size});
  const int64_t input_size = samples.inputs.numel() / count;
  for (int64_t i = 0; i < count; ++i) {
    const datasets::Sample sample = split.get(i);
    check(splits, sample, input_size, fmt::format("{} sample {}", name, i));
    std::ranges::copy(sample.input, samples.inputs.data_ptr<float>() + i * input_size);
    if (splits.classification()) {
      samples.targets.data_ptr<int64_t>()[i] = sample.label;
    } else {
      std::ranges::copy(sample.target, samples.targets.data_ptr<float>() + i * splits.target_size);
    }
  }
  return samples;
}

}  // namespace bitstill::train
