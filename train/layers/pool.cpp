// max_pool and average_pool: the largest or the mean value of each window; global_average_pool: of the whole image.
#include <limits>

#include "train/layers/image.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

class MaxPool final : public Layer {
 public:
  explicit MaxPool(const ImageWindow& window) : window_(window) {}
  torch::Tensor forward(torch::Tensor x) override {
    return torch::max_pool2d(padded(x, window_, -std::numeric_limits<double>::infinity()),
                             {window_.height.size, window_.width.size}, {window_.height.stride, window_.width.stride});
  }

 private:
  ImageWindow window_;
};

class AveragePool final : public Layer {
 public:
  explicit AveragePool(const ImageWindow& window) : window_(window) {}
  torch::Tensor forward(torch::Tensor x) override {
    const torch::Tensor pixels = torch::ones({1, 1, x.size(2), x.size(3)}, x.options().requires_grad(false));
    return mean(x) / mean(pixels);
  }

 private:
  // With the zeros around the image counted.
  torch::Tensor mean(const torch::Tensor& x) const {
    return torch::avg_pool2d(padded(x, window_, 0), {window_.height.size, window_.width.size},
                             {window_.height.stride, window_.width.stride});
  }

  ImageWindow window_;
};

class GlobalAveragePool final : public Layer {
 public:
  torch::Tensor forward(torch::Tensor x) override { return x.mean({2, 3}); }
};

void plan_pool(PlanBuilder& builder, const configs::LayerConfig& layer, BlockKind kind) {
  const ImageWindow window = window_of(layer, layer.size);
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
  const datasets::Shape image = image_shape(builder, layer);
  Block& block = builder.append(BlockKind::kGlobalAveragePool, layer);
  block.window = {{image[0], 1}, {image[1], 1}};
  block.output_shape = {image[2]};
}

std::shared_ptr<Layer> make_max_pool(const Block& block) { return std::make_shared<MaxPool>(block.window); }
std::shared_ptr<Layer> make_average_pool(const Block& block) { return std::make_shared<AveragePool>(block.window); }
std::shared_ptr<Layer> make_global_average_pool(const Block&) { return std::make_shared<GlobalAveragePool>(); }

}  // namespace bitstill::train
