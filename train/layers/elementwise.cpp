// Layers that take each value by itself: sigmoid, tanh, dropout, and the softmax that only the device computes.
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

class Sigmoid final : public Layer {
 public:
  torch::Tensor forward(torch::Tensor x) override { return torch::sigmoid(x); }
};

class Tanh final : public Layer {
 public:
  torch::Tensor forward(torch::Tensor x) override { return torch::tanh(x); }
};

// Training and scores work on logits.
class Softmax final : public Layer {
 public:
  torch::Tensor forward(torch::Tensor x) override { return x; }
};

class Dropout final : public Layer {
 public:
  explicit Dropout(double rate) : rate_(rate) {}
  torch::Tensor forward(torch::Tensor x) override { return torch::dropout(x, rate_, is_training()); }

 private:
  double rate_;
};

void plan_after_weights(PlanBuilder& builder, const configs::LayerConfig& layer, BlockKind kind) {
  if (!builder.has_weights())
    builder.refuse(layer, layer.kind + " needs a dense or convolution layer before it; add one");
  builder.append(kind, layer);
}

}  // namespace

void plan_sigmoid(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_after_weights(builder, layer, BlockKind::kSigmoid);
}

void plan_tanh(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_after_weights(builder, layer, BlockKind::kTanh);
}

void plan_softmax(PlanBuilder& builder, const configs::LayerConfig& layer) {
  if (!builder.purpose().classification) {
    builder.refuse(layer, "softmax gives class probabilities but the dataset has values to predict; remove it");
  }
  plan_after_weights(builder, layer, BlockKind::kSoftmax);
}

void plan_dropout(PlanBuilder& builder, const configs::LayerConfig& layer) {
  builder.append(BlockKind::kDropout, layer).rate = layer.rate;
}

std::shared_ptr<Layer> make_sigmoid(const Block&) { return std::make_shared<Sigmoid>(); }
std::shared_ptr<Layer> make_tanh(const Block&) { return std::make_shared<Tanh>(); }
std::shared_ptr<Layer> make_softmax(const Block&) { return std::make_shared<Softmax>(); }
std::shared_ptr<Layer> make_dropout(const Block& block) { return std::make_shared<Dropout>(block.rate); }

}  // namespace bitstill::train
