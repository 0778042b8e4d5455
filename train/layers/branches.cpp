// residual: what its layers compute plus its shortcut; concatenate: what its branches compute, channel after channel.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "train/layers/fused.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

using configs::LayerConfig;

class Add final : public Layer {
 public:
  explicit Add(FusedActivation activation) : activation_(activation) {}
  torch::Tensor forward(torch::Tensor x) override { return x; }
  torch::Tensor join(const std::vector<torch::Tensor>& inputs) override {
    return activate(inputs.at(0) + inputs.at(1), activation_);
  }

 private:
  FusedActivation activation_;
};

// Channels are the second dimension of images as LibTorch orders them, and the last of all else.
class Concatenate final : public Layer {
 public:
  torch::Tensor forward(torch::Tensor x) override { return x; }
  torch::Tensor join(const std::vector<torch::Tensor>& inputs) override {
    return torch::cat(inputs, inputs.at(0).dim() == 4 ? 1 : -1);
  }
};

// The position of the branch's end.
int plan_branch(PlanBuilder& builder, int from, const std::vector<LayerConfig>& layers) {
  builder.branch_from(from);
  for (const LayerConfig& layer : layers) plan_layer(builder, layer);
  if (builder.previous() != nullptr && builder.previous()->kind == BlockKind::kSoftmax) {
    builder.refuse(layers.back(), "softmax ends a branch but must be the last layer of the network; move it there");
  }
  return builder.position();
}

// A grid that is given, by the data or by TFLite, cannot become the one that a concatenation shares.
bool has_given_grid(const NetworkPlan& plan, int position) {
  while (position != kNetworkInput) {
    const Block& block = plan.blocks[static_cast<size_t>(position)];
    if (block.has_weights() || block.kind == BlockKind::kAdd || block.kind == BlockKind::kConcatenate) return false;
    if (block.kind == BlockKind::kSigmoid || block.kind == BlockKind::kTanh) return true;
    position = block.sources.at(0);
  }
  return true;
}

// Whether the values added are as many as the shortcut's, or one row or column of them, then added to every other.
bool repeats_to(const datasets::Shape& added, const datasets::Shape& straight) {
  if (added.size() != straight.size() || added.back() != straight.back()) return false;
  const bool image = added.size() == 3;
  for (size_t i = 0; i + 1 < added.size(); ++i) {
    if (added[i] != straight[i] && !(image && added[i] == 1)) return false;
  }
  return true;
}

}  // namespace

void plan_residual(PlanBuilder& builder, const LayerConfig& layer) {
  const int from = builder.position();
  const int sum = plan_branch(builder, from, layer.layers);
  const int shortcut = plan_branch(builder, from, layer.shortcut);
  const datasets::Shape added = builder.shape_at(sum), straight = builder.shape_at(shortcut);
  if (!repeats_to(added, straight)) {
    builder.refuse(layer, fmt::format("residual adds [{}] to a shortcut of [{}]; give its shortcut a conv_2d with the "
                                      "same filters and strides",
                                      fmt::join(added, ", "), fmt::join(straight, ", ")));
  }
  builder.join(BlockKind::kAdd, layer, {sum, shortcut}).output_shape = straight;
}

void plan_concatenate(PlanBuilder& builder, const LayerConfig& layer) {
  const int from = builder.position();
  std::vector<int> ends;
  for (const std::vector<LayerConfig>& branch : layer.branches) ends.push_back(plan_branch(builder, from, branch));
  datasets::Shape output = builder.shape_at(ends.at(0));
  output.back() = 0;
  for (const int end : ends) {
    datasets::Shape shape = builder.shape_at(end);
    if (has_given_grid(builder.plan(), end)) {
      builder.refuse(layer,
                     "concatenate joins branches on one int8 scale, but one of them ends with the network's "
                     "input, sigmoid or tanh, whose scale is fixed; end it with a dense or convolution layer");
    }
    output.back() += shape.back();
    shape.back() = output.back();
    if (shape == output) continue;
    builder.refuse(layer,
                   fmt::format("concatenate joins [{}] and [{}]; make all but the last number equal",
                               fmt::join(builder.shape_at(ends.at(0)), ", "), fmt::join(builder.shape_at(end), ", ")));
  }
  builder.join(BlockKind::kConcatenate, layer, ends).output_shape = output;
}

std::shared_ptr<Layer> make_add(const Block& block) { return std::make_shared<Add>(block.activation); }
std::shared_ptr<Layer> make_concatenate(const Block&) { return std::make_shared<Concatenate>(); }

}  // namespace bitstill::train
