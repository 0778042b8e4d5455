#include "distill/quantize/quantized_student.h"

#include "codegen/ops/softmax/softmax.h"
#include "configs/support/error.h"
#include "distill/quantize/equalize.h"
#include "distill/quantize/fused_activation.h"
#include "distill/quantize/integer_pool.h"
#include "distill/quantize/lookup_activation.h"
#include "distill/quantize/patches.h"
#include "distill/quantize/shared_grids.h"
#include "train/models/liveness.h"

namespace bitstill::distill {
namespace {

using train::Block;
using train::BlockKind;

ObserverKind observer_kind(const std::string& name) {
  if (name == "min_max") return ObserverKind::kMinMax;
  if (name == "moving_average") return ObserverKind::kMovingAverage;
  if (name == "percentile") return ObserverKind::kPercentile;
  if (name == "mse") return ObserverKind::kMse;
  throw Error("observer '" + name + "' is unknown; use min_max, moving_average, percentile or mse");
}

IntegerActivation concatenated(const std::vector<IntegerActivation>& inputs) {
  std::vector<torch::Tensor> values;
  for (const IntegerActivation& input : inputs) {
    if (input.grid == inputs.at(0).grid) values.push_back(input.values);
  }
  if (values.size() != inputs.size()) throw Error("concatenate joins tensors on different grids; report this");
  return {torch::cat(values, -1), inputs.at(0).grid};
}

}  // namespace

QuantizedStudent::QuantizedStudent(train::NetworkPlan plan, const configs::QuantizationConfig& config,
                                   std::optional<Grid> input_grid, const std::vector<train::Ties>& ties)
    : plan_(std::move(plan)), config_(config), given_input_grid_(input_grid), owners_(shared_grid_owners(plan_)) {
  const ObserverOptions observer{observer_kind(config.observer), config.percentile, config.observer_momentum};
  const bool learned = config.scales == "learned";
  input_observer_ = register_module("input", RangeObserver(observer));
  shared_.assign(plan_.blocks.size(), RangeObserver{nullptr});
  dense_.assign(plan_.blocks.size(), QuantizedDense{nullptr});
  adds_.assign(plan_.blocks.size(), QuantizedAdd{nullptr});
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    if (owners_[i] == static_cast<int>(i)) {
      shared_[i] = register_module(plan_.blocks[i].name, RangeObserver(observer));
    }
  }
  auto tied = ties.begin();
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    const Block& block = plan_.blocks[i];
    const RangeObserver shared = owners_[i] < 0 ? nullptr : shared_[static_cast<size_t>(owners_[i])];
    if (block.has_weights()) {
      const bool per_channel = config.per_channel || block.is_convolution();
      QuantizedDenseOptions options{block, per_channel, observer, learned, shared, {}};
      if (!ties.empty()) {
        if (per_channel && tied->any()) options.row_scale = tied->row_scale;
        ++tied;
      }
      dense_[i] = register_module(block.name, QuantizedDense(options));
    }
    if (block.kind == BlockKind::kAdd) {
      adds_[i] = register_module(block.name, QuantizedAdd(block.activation, observer, shared));
    }
  }
}

void QuantizedStudent::copy_folded(const train::Network& student) {
  std::vector<FoldedDense> folded;
  for (const train::LayerWeights& weights : student.weights()) folded.push_back(fold_batch_norm(weights));
  if (config_.equalize) equalize(folded, plan_);
  auto layer = folded.begin();
  for (QuantizedDense& dense : dense_) {
    if (!dense.is_empty()) dense->copy(*layer++);
  }
}

std::vector<torch::Tensor> QuantizedStudent::weights() const {
  std::vector<torch::Tensor> weights;
  for (const QuantizedDense& dense : dense_) {
    if (!dense.is_empty()) weights.push_back(dense->weights());
  }
  return weights;
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
  const IntegerActivation input = quantize(inputs, input_grid());
  const std::vector<int> last = train::last_readers(plan_);
  Activations outputs;
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    Activations sources;
    for (const int source : plan_.blocks[i].sources) {
      sources.push_back(source == train::kNetworkInput ? input : outputs[static_cast<size_t>(source)]);
    }
    outputs.push_back(run_block(i, sources, ranges));
    settle(i, ranges);
    for (const int source : plan_.blocks[i].sources) {
      if (source >= 0 && last[static_cast<size_t>(source)] == static_cast<int>(i)) {
        outputs[static_cast<size_t>(source)].values = torch::Tensor();
      }
    }
  }
  return outputs.back();
}

Grid QuantizedStudent::input_grid() const {
  if (given_input_grid_) return *given_input_grid_;
  const ValueRange range = input_observer_->range();
  return activation_grid(range.low, range.high);
}

void QuantizedStudent::settle(size_t index, Ranges ranges) {
  if (!shared_[index].is_empty() && ranges == Ranges::kFollow) shared_[index]->settle();
}

IntegerActivation QuantizedStudent::run_block(size_t index, const Activations& sources, Ranges ranges) {
  const Block& block = plan_.blocks[index];
  const IntegerActivation& input = sources.at(0);
  switch (block.kind) {
    case BlockKind::kDense:
    case BlockKind::kConv2D:
    case BlockKind::kDepthwiseConv2D:
      return dense_[index]->forward(input, ranges);
    case BlockKind::kAdd:
      return adds_[index]->forward(input, sources.at(1), ranges);
    case BlockKind::kConcatenate:
      return concatenated(sources);
    case BlockKind::kMaxPool:
      return max_pool_integers(input, block.window);
    case BlockKind::kAveragePool:
      return average_pool_integers(input, block.window);
    case BlockKind::kGlobalAveragePool:
      return {average_pool_integers(input, block.window).values.flatten(1), input.grid};
    case BlockKind::kFlatten:
    case BlockKind::kReshape:
      return {input.values.reshape(output_sizes(input.values, block)), input.grid};
    case BlockKind::kSigmoid:
      return sigmoid_integers(input);
    case BlockKind::kTanh:
      return tanh_integers(input);
    case BlockKind::kDropout:
    case BlockKind::kSoftmax:
      break;
  }
  return input;
}

IntegerNetwork QuantizedStudent::integers() const {
  IntegerNetwork network{plan_.input_shape, input_grid(), {}};
  std::vector<int> positions;  // in the integer network, of every block of the plan
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    std::vector<int> sources;
    for (const int source : plan_.blocks[i].sources) {
      sources.push_back(source == train::kNetworkInput ? source : positions[static_cast<size_t>(source)]);
    }
    if (plan_.blocks[i].kind == BlockKind::kDropout) {
      positions.push_back(sources.at(0));
      continue;
    }
    positions.push_back(static_cast<int>(network.blocks.size()));
    network.blocks.push_back(integer_block(i, network, sources));
  }
  return network;
}

IntegerBlock QuantizedStudent::integer_block(size_t index, const IntegerNetwork& network,
                                             const std::vector<int>& sources) const {
  const Block& block = plan_.blocks[index];
  const Grid grid = network.grid_at(sources.at(0));
  IntegerBlock entry{block, grid, grid, {}, {}, {}, {}, {}, {}};
  entry.block.sources = sources;
  if (block.kind == BlockKind::kSigmoid) entry.output = kSigmoidGrid;
  if (block.kind == BlockKind::kTanh) entry.output = kTanhGrid;
  if (block.kind == BlockKind::kSoftmax) {
    entry.output = kSoftmaxGrid;
    entry.exponentials = codegen::ops::softmax_exponentials(static_cast<double>(grid.scale));
  }
  if (block.kind == BlockKind::kAdd) {
    entry.output = adds_[index]->output_grid(grid, network.grid_at(sources.at(1)));
    entry.limits = fused_limits(block.activation, entry.output);
  }
  if (block.has_weights()) {
    const DenseIntegers values = dense_[index]->integers(grid.scale);
    const torch::Tensor weights = values.weights.cpu().to(torch::kInt8).contiguous();
    entry.output = dense_[index]->output_grid(values);
    entry.weights.assign(weights.data_ptr<int8_t>(), weights.data_ptr<int8_t>() + weights.numel());
    entry.bias = values.bias;
    entry.weight_scales = values.scales;
    entry.bias_scales = values.bias_scales;
    entry.limits = fused_limits(block.activation, entry.output);
  }
  return entry;
}

}  // namespace bitstill::distill
