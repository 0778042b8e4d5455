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

// A block without weights, in the float network.
void pass_real(const Block& block, std::vector<torch::Tensor>& batches) {
  for (torch::Tensor& batch : batches) {
    if (block.kind == BlockKind::kFlatten) batch = batch.flatten(1);
    if (block.kind == BlockKind::kSigmoid) batch = torch::sigmoid(batch);
    if (block.kind == BlockKind::kTanh) batch = torch::tanh(batch);
  }
}

}  // namespace

QuantizedStudent::QuantizedStudent(train::NetworkPlan plan, const configs::QuantizationConfig& config)
    : plan_(std::move(plan)), config_(config) {
  const ObserverOptions observer{observer_kind(config.observer), config.percentile, config.observer_momentum};
  input_observer_ = register_module("input", RangeObserver(observer));
  for (const Block& block : plan_.blocks) {
    dense_.emplace_back(nullptr);
    if (block.kind != BlockKind::kDense) continue;
    const QuantizedDenseOptions options{block, config.per_channel, observer, config.scales == "learned"};
    dense_.back() = register_module(block.name, QuantizedDense(options));
  }
}

void QuantizedStudent::copy_folded(const train::Network& student) {
  std::vector<FoldedDense> folded;
  for (const train::DenseLayers& layers : student.dense_layers()) folded.push_back(fold_batch_norm(layers));
  if (config_.equalize) equalize(folded, plan_);
  auto layer = folded.begin();
  for (QuantizedDense& dense : dense_) {
    if (!dense.is_empty()) dense->copy(*layer++);
  }
}

void QuantizedStudent::calibrate(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  const std::vector<torch::Tensor> batches = inputs.split(kCalibrationBatch);
  input_observer_->calibrate(batches);
  const bool correct_biases = config_.bias_correction && config_.method == "ptq";
  std::vector<torch::Tensor> reals = batches;  // in the float network; followed only where biases are corrected
  std::vector<IntegerActivation> activations;
  for (const torch::Tensor& batch : batches) activations.push_back(quantize(batch, input_grid()));
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    if (dense_[i].is_empty()) {
      if (correct_biases) pass_real(plan_.blocks[i], reals);
    } else {
      if (correct_biases) dense_[i]->correct_bias(activations, reals);
      dense_[i]->calibrate(activations);
    }
    for (IntegerActivation& activation : activations) activation = run_block(i, activation, Ranges::kHeld);
  }
}

void QuantizedStudent::hold_ranges(bool held) {
  held_ = held;
  for (QuantizedDense& dense : dense_) {
    if (!dense.is_empty()) dense->hold_scales(held);
  }
}

std::vector<torch::Tensor> QuantizedStudent::held_at_times() const {
  std::vector<torch::Tensor> ratios;
  for (const QuantizedDense& dense : dense_) {
    if (dense.is_empty()) continue;
    for (const torch::Tensor& ratio : dense->scale_ratios()) ratios.push_back(ratio);
  }
  return ratios;
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
