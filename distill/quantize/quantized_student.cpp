#include "distill/quantize/quantized_student.h"

namespace bitstill::distill {
namespace {

using train::Block;
using train::BlockKind;

template <class Number>
std::vector<Number> numbers(const torch::Tensor& tensor, torch::ScalarType type) {
  const torch::Tensor flat = tensor.detach().cpu().to(type).contiguous();
  return {flat.data_ptr<Number>(), flat.data_ptr<Number>() + flat.numel()};
}

}  // namespace

QuantizedStudent::QuantizedStudent(train::NetworkPlan plan, const configs::QuantizationConfig& config)
    : plan_(std::move(plan)) {
  input_observer_ = register_module("input", RangeObserver(config.observer_momentum));
  for (const Block& block : plan_.blocks) {
    if (block.kind != BlockKind::kDense) continue;
    const QuantizedDenseOptions options{block, config.per_channel, config.observer_momentum};
    dense_.push_back(register_module(block.name, QuantizedDense(options)));
  }
}

void QuantizedStudent::copy_folded(const train::Network& student) {
  for (size_t i = 0; i < dense_.size(); ++i) dense_[i]->copy(fold_batch_norm(student.dense_layers().at(i)));
}

void QuantizedStudent::calibrate(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  input_observer_->reset();
  for (QuantizedDense& dense : dense_) dense->reset_range();
  run(inputs, Observing::kCalibrate);
}

torch::Tensor QuantizedStudent::forward(torch::Tensor inputs) { return run(inputs, observing()).real(); }

IntegerActivation QuantizedStudent::forward_integers(const torch::Tensor& inputs) { return run(inputs, observing()); }

Grid QuantizedStudent::input_grid() const { return activation_grid(input_observer_->low(), input_observer_->high()); }

IntegerActivation QuantizedStudent::run(const torch::Tensor& inputs, Observing observing) {
  // The input's grid belongs to the data, not to a batch: following batches would shrink it and cut off its ends.
  if (observing == Observing::kCalibrate) input_observer_->observe(inputs, observing);
  IntegerActivation x = quantize(inputs, input_grid());
  auto dense = dense_.begin();
  for (const Block& block : plan_.blocks) {
    switch (block.kind) {
      case BlockKind::kDense:
        x = (*dense++)->forward(x, observing);
        break;
      case BlockKind::kFlatten:
        x.values = x.values.flatten(1);
        break;
      case BlockKind::kSigmoid:
        x = quantize(torch::sigmoid(x.real()), kSigmoidGrid);
        break;
      case BlockKind::kTanh:
        x = quantize(torch::tanh(x.real()), kTanhGrid);
        break;
      case BlockKind::kDropout:
      case BlockKind::kSoftmax:
        break;
      default:
        break;  // plan_student refuses what is not above
    }
  }
  return x;
}

IntegerNetwork QuantizedStudent::integers() const {
  IntegerNetwork network{plan_.input_shape, input_grid(), {}};
  Grid grid = network.input;
  auto dense = dense_.begin();
  for (const Block& block : plan_.blocks) {
    if (block.kind == BlockKind::kDropout) continue;
    IntegerBlock entry{block, grid, grid, {}, {}, {}, {}};
    if (block.kind == BlockKind::kSigmoid) entry.output = kSigmoidGrid;
    if (block.kind == BlockKind::kTanh) entry.output = kTanhGrid;
    if (block.kind == BlockKind::kSoftmax) entry.output = kSoftmaxGrid;
    if (block.kind == BlockKind::kDense) {
      const DenseIntegers values = (*dense)->integers(grid.scale);
      entry.output = (*dense)->output_grid(grid.scale);
      entry.weights = numbers<int8_t>(values.weights, torch::kInt8);
      entry.bias = numbers<int32_t>(values.bias, torch::kInt32);
      entry.weight_scales = numbers<float>(values.scales, torch::kFloat);
      entry.bias_scales = numbers<float>(bias_scales(grid.scale, values.scales), torch::kFloat);
      ++dense;
    }
    grid = entry.output;
    network.blocks.push_back(std::move(entry));
  }
  return network;
}

}  // namespace bitstill::distill
