// max_pool and average_pool: the largest or the mean value of each window; global_average_pool: of the whole image.
#include "train/layers/image.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

class MaxPool final : public Layer {
 public:
  explicit MaxPool(const Window& window) : window_(window) {}
  torch::Tensor forward(torch::Tensor x) override { return torch::max_pool2d(x, window_.size, window_.stride); }

 private:
  Window window_;
};

class AveragePool final : public Layer {
 public:
  explicit AveragePool(const Window& window) : window_(window) {}
  torch::Tensor forward(torch::Tensor x) override { return torch::avg_pool2d(x, window_.size, window_.stride); }

 private:
  Window window_;
};

class GlobalAveragePool final : public Layer {
 public:
  torch::Tensor forward(torch::Tensor x) override { return x.mean({2, 3}); }
};

void plan_pool(PlanBuilder& builder, const configs::LayerConfig& layer, BlockKind kind) {
  const Window window{layer.size, layer.stride};
  const datasets::Shape output = slide(builder, layer, window);
  Block& block = builder.append(kind, layer);
  block.window = window;
  block.output_shape = output;
}

}  // namespace

void plan_max_pool(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_pool(builder, layer, BlockKind::kMaxPool);
}

void plan_average_pool(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_pool(builder, layer, BlockKind::kAveragePool);
}

void plan_global_average_pool(PlanBuilder& builder, const configs::LayerConfig& layer) {
  const int64_t channels = image_shape(builder, layer)[2];
  builder.append(BlockKind::kGlobalAveragePool, layer).output_shape = {channels};
}

std::shared_ptr<Layer> make_max_pool(const Block& block) { return std::make_shared<MaxPool>(block.window); }
std::shared_ptr<Layer> make_average_pool(const Block& block) { return std::make_shared<AveragePool>(block.window); }
std::shared_ptr<Layer> make_global_average_pool(const Block&) { return std::make_shared<GlobalAveragePool>(); }

}  // namespace bitstill::train
