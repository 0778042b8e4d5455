#include "distill/quantize/quantized_student.h"

#include "codegen/ops/softmax/softmax.h"
#include "configs/support/error.h"
#include "distill/quantize/equalize.h"
#include "distill/quantize/lookup_activation.h"

namespace bitstill::distill {
namespace {

using train::Block;
using train::BlockKind;

constexpr int64_t kCalibrationBatch = 128;

ObserverKind observer_kind(const std::string& name) {
  if (name == "min_max") return ObserverKind::kMinMax;
  if (name == "moving_average") return ObserverKind::kMovingAverage;
  if (name == "percentile") return ObserverKind::kPercentile;
  if (name == "mse") return ObserverKind::kMse;
  throw Error("observer '" + name + "' is unknown; use min_max, moving_average, percentile or mse");
}

}  // namespace

QuantizedStudent::QuantizedStudent(train::NetworkPlan plan, const configs::QuantizationConfig& config)
    : plan_(std::move(plan)), equalize_(config.equalize) {
  const ObserverOptions observer{observer_kind(config.observer), config.percentile, config.observer_momentum};
  input_observer_ = register_module("input", RangeObserver(observer));
  for (const Block& block : plan_.blocks) {
    dense_.emplace_back(nullptr);
    if (block.kind != BlockKind::kDense) continue;
    const QuantizedDenseOptions options{block, config.per_channel, observer};
    dense_.back() = register_module(block.name, QuantizedDense(options));
  }
}

void QuantizedStudent::copy_folded(const train::Network& student) {
  std::vector<FoldedDense> layers;
  for (const train::DenseLayers& layer : student.dense_layers()) layers.push_back(fold_batch_norm(layer));
  if (equalize_) equalize(layers, plan_);
  auto layer = layers.begin();
  for (QuantizedDense& dense : dense_) {
    if (!dense.is_empty()) dense->copy(*layer++);
  }
}

std::vector<IntegerActivation> QuantizedStudent::quantized_batches(const torch::Tensor& inputs) const {
  std::vector<IntegerActivation> batches;
  for (const torch::Tensor& batch : inputs.split(kCalibrationBatch)) batches.push_back(quantize(batch, input_grid()));
  return batches;
}

void QuantizedStudent::correct_biases(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  torch::Tensor real = inputs;
  std::vector<IntegerActivation> integers = quantized_batches(inputs);
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    if (!dense_[i].is_empty()) {
      const torch::Tensor exact = dense_[i]->real_forward(real);
      dense_[i]->correct_bias(integers, exact);
      dense_[i]->calibrate(integers);
      real = dense_[i]->activated(exact);
    }
    const BlockKind kind = plan_.blocks[i].kind;
    if (kind == BlockKind::kFlatten) real = real.flatten(1);
    if (kind == BlockKind::kSigmoid) real = torch::sigmoid(real);
    if (kind == BlockKind::kTanh) real = torch::tanh(real);
    for (IntegerActivation& batch : integers) batch = run_block(i, batch, Ranges::kHeld);
  }
}

void QuantizedStudent::calibrate(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  input_observer_->calibrate(inputs.split(kCalibrationBatch));
  std::vector<IntegerActivation> activations = quantized_batches(inputs);
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    if (!dense_[i].is_empty()) dense_[i]->calibrate(activations);
    for (IntegerActivation& activation : activations) activation = run_block(i, activation, Ranges::kHeld);
  }
}

torch::Tensor QuantizedStudent::forward(torch::Tensor inputs) { return forward_integers(inputs).real(); }

// The input's grid belongs to the data, not to a batch: following batches would shrink it and cut off its ends.
IntegerActivation QuantizedStudent::forward_integers(const torch::Tensor& inputs) {
  const Ranges ranges = is_training() && !held_ ? Ranges::kFollow : Ranges::kHeld;
  IntegerActivation x = quantize(inputs, input_grid());
  for (size_t i = 0; i < plan_.blocks.size(); ++i) x = run_block(i, x, ranges);
  return x;
}

Grid QuantizedStudent::input_grid() const {
  const ValueRange range = input_observer_->range();
  return activation_grid(range.low, range.high);
}

IntegerActivation QuantizedStudent::run_block(size_t index, const IntegerActivation& input, Ranges ranges) {
  switch (plan_.blocks[index].kind) {
    case BlockKind::kDense:
      return dense_[index]->forward(input, ranges);
    case BlockKind::kFlatten:
      return {input.values.flatten(1), input.grid};
    case BlockKind::kSigmoid:
      return sigmoid_integers(input);
    case BlockKind::kTanh:
      return tanh_integers(input);
    default:  // dropout and softmax; plan_student refuses the rest
      return input;
  }
}

IntegerNetwork QuantizedStudent::integers() const {
  IntegerNetwork network{plan_.input_shape, input_grid(), {}};
  Grid grid = network.input;
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    const Block& block = plan_.blocks[i];
    if (block.kind == BlockKind::kDropout) continue;
    IntegerBlock entry{block, grid, grid, {}, {}, {}, {}, {}, {}};
    if (block.kind == BlockKind::kSigmoid) entry.output = kSigmoidGrid;
    if (block.kind == BlockKind::kTanh) entry.output = kTanhGrid;
    if (block.kind == BlockKind::kSoftmax) {
      entry.output = kSoftmaxGrid;
      entry.exponentials = codegen::ops::softmax_exponentials(static_cast<double>(grid.scale));
    }
    if (block.kind == BlockKind::kDense) {
      const DenseIntegers values = dense_[i]->integers(grid.scale);
      const torch::Tensor weights = values.weights.cpu().to(torch::kInt8).contiguous();
      entry.output = dense_[i]->output_grid(values);
      entry.weights.assign(weights.data_ptr<int8_t>(), weights.data_ptr<int8_t>() + weights.numel());
      entry.bias = values.bias;
      entry.weight_scales = values.scales;
      entry.bias_scales = values.bias_scales;
      entry.limits = fused_limits(block.activation, entry.output);
    }
    grid = entry.output;
    network.blocks.push_back(std::move(entry));
  }
  return network;
}

}  // namespace bitstill::distill
