#include "train/models/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "configs/support/error.h"

namespace bitstill::train {
namespace {

using configs::LayerConfig;

constexpr int64_t kMostParameters = 200'000'000;

int64_t elements(const datasets::Shape& shape) {
  int64_t product = 1;
  for (const int64_t size : shape) product *= size;
  return product;
}

std::string describe(const Block& block) {
  std::string text = block.name;
  if (block.batch_norm) text += " + batch_norm";
  if (block.activation == FusedActivation::kRelu) text += " + relu";
  if (block.activation == FusedActivation::kRelu6) text += " + relu6";
  return text;
}

class Planner {
 public:
  Planner(const configs::NetworkConfig& config, const NetworkPurpose& purpose) : config_(config), purpose_(purpose) {
    plan_.input_shape = purpose.input_shape;
  }

  NetworkPlan plan() {
    if (config_.layers.empty()) {
      throw Error(config_.place.text() +
                  ": the network has no layers; list at least one, as in '- dense: {units: 16}'");
    }
    for (const LayerConfig& layer : config_.layers) add(layer);
    check_end();
    return plan_;
  }

 private:
  [[noreturn]] static void refuse(const LayerConfig& layer, const std::string& sentence) {
    throw Error(fmt::format("{}: {}", layer.place.text(), sentence));
  }

  const datasets::Shape& shape() const {
    return plan_.blocks.empty() ? plan_.input_shape : plan_.blocks.back().output_shape;
  }

  Block& append(BlockKind kind, const std::string& name) {
    Block block{kind, fmt::format("{}_{}", name, ++counts_[name]), shape(), shape()};
    plan_.blocks.push_back(std::move(block));
    return plan_.blocks.back();
  }

  void add(const LayerConfig& layer) {
    if (!plan_.blocks.empty() && plan_.ends_with_softmax()) {
      refuse(layer,
             fmt::format("{} follows softmax, which must be the last layer; move softmax to the end", layer.kind));
    }
    if (layer.kind == "dense") return add_dense(layer);
    if (layer.kind == "batch_norm") return add_batch_norm(layer);
    if (layer.kind == "relu") return add_fused(layer, FusedActivation::kRelu);
    if (layer.kind == "relu6") return add_fused(layer, FusedActivation::kRelu6);
    if (layer.kind == "sigmoid") return add_after_dense(layer, BlockKind::kSigmoid);
    if (layer.kind == "tanh") return add_after_dense(layer, BlockKind::kTanh);
    if (layer.kind == "softmax") return add_softmax(layer);
    if (layer.kind == "dropout") {
      append(BlockKind::kDropout, "dropout").rate = layer.rate;
    } else if (layer.kind == "flatten") {
      Block& block = append(BlockKind::kFlatten, "flatten");
      block.output_shape = {elements(block.input_shape)};
    } else {
      refuse(layer, fmt::format("layer '{}' is unknown; use dense, relu, relu6, sigmoid, tanh, softmax, dropout, "
                                "batch_norm or flatten",
                                layer.kind));
    }
  }

  void add_dense(const LayerConfig& layer) {
    if (shape().size() != 1) {
      refuse(layer,
             fmt::format("dense needs a flat input but gets [{}]; add a flatten before it", fmt::join(shape(), ", ")));
    }
    if (layer.units < 1) refuse(layer, fmt::format("dense has {} units; give it at least 1", layer.units));
    if (layer.units > kMostParameters / (shape()[0] + 1)) {
      refuse(layer, fmt::format("dense with {} units on {} inputs has more than {} parameters; use fewer units",
                                layer.units, shape()[0], kMostParameters));
    }
    append(BlockKind::kDense, "dense").output_shape = {layer.units};
    last_dense_ = &layer;
  }

  void add_batch_norm(const LayerConfig& layer) {
    Block* dense = fusible();
    if (dense == nullptr || dense->batch_norm || dense->activation != FusedActivation::kNone) {
      refuse(layer, "batch_norm must directly follow dense; move it there");
    }
    if (config_.training.batch_size < 2) {
      refuse(layer, "batch_norm needs batches of at least 2 samples; raise the network's training.batch_size");
    }
    dense->batch_norm = true;
  }

  void add_fused(const LayerConfig& layer, FusedActivation activation) {
    Block* dense = fusible();
    if (dense == nullptr || dense->activation != FusedActivation::kNone) {
      refuse(layer, fmt::format("{} must directly follow dense or batch_norm; move it there", layer.kind));
    }
    dense->activation = activation;
  }

  void add_after_dense(const LayerConfig& layer, BlockKind kind) {
    if (last_dense_ == nullptr) refuse(layer, layer.kind + " needs a dense layer before it; add one");
    append(kind, layer.kind);
  }

  void add_softmax(const LayerConfig& layer) {
    if (!purpose_.classification) {
      refuse(layer, "softmax gives class probabilities but the dataset has values to predict; remove it");
    }
    add_after_dense(layer, BlockKind::kSoftmax);
  }

  void check_end() const {
    if (last_dense_ == nullptr) {
      throw Error(config_.place.text() + ": the network has no dense layer; add one, as in '- dense: {units: 16}'");
    }
    if (shape() != datasets::Shape{purpose_.output_size}) {
      refuse(*last_dense_,
             fmt::format("the last dense layer has {} units but the dataset needs {} outputs; set units to {}",
                         shape()[0], purpose_.output_size, purpose_.output_size));
    }
    if (!purpose_.classification || ends_with_logits()) return;
    const LayerConfig& extra = config_.layers[config_.layers.size() - (plan_.ends_with_softmax() ? 2 : 1)];
    refuse(extra, fmt::format("a classifier must end with dense or softmax, so that training sees its logits; remove "
                              "{} after the last dense layer",
                              extra.kind));
  }

  bool ends_with_logits() const {
    const size_t last = plan_.blocks.size() - (plan_.ends_with_softmax() ? 2 : 1);
    const Block& block = plan_.blocks[last];
    return block.kind == BlockKind::kDense && block.activation == FusedActivation::kNone;
  }

  Block* fusible() {
    const bool dense = !plan_.blocks.empty() && plan_.blocks.back().kind == BlockKind::kDense;
    return dense ? &plan_.blocks.back() : nullptr;
  }

  const configs::NetworkConfig& config_;
  const NetworkPurpose& purpose_;
  NetworkPlan plan_;
  std::map<std::string, int> counts_;
  const LayerConfig* last_dense_ = nullptr;
};

}  // namespace

NetworkPurpose purpose_of(const datasets::Splits& splits) {
  return {splits.input_shape, splits.output_size(), splits.classification()};
}

int64_t NetworkPlan::parameters() const {
  int64_t sum = 0;
  for (const Block& block : blocks) sum += block.parameters();
  return sum;
}

int64_t NetworkPlan::macs() const {
  int64_t sum = 0;
  for (const Block& block : blocks) sum += block.macs();
  return sum;
}

std::string NetworkPlan::widths() const {
  std::string text = std::to_string(elements(input_shape));
  for (const Block& block : blocks) {
    if (block.kind == BlockKind::kDense) text += fmt::format("-{}", block.outputs());
  }
  return text;
}

std::string NetworkPlan::summary() const {
  std::string text = fmt::format("{:<34} {:<16} {:>10}\n", "layer", "output", "parameters");
  const auto row = [&](const std::string& layer, const datasets::Shape& shape, int64_t parameters) {
    text += fmt::format("{:<34} {:<16} {:>10}\n", layer, fmt::format("[{}]", fmt::join(shape, ", ")), parameters);
  };
  row("input", input_shape, 0);
  for (const Block& block : blocks) row(describe(block), block.output_shape, block.parameters());
  text += fmt::format("{:<34} {:<16} {:>10}\n", "total", "", parameters());
  return text;
}

NetworkPlan plan_network(const configs::NetworkConfig& config, const NetworkPurpose& purpose) {
  return Planner(config, purpose).plan();
}

}  // namespace bitstill::train
