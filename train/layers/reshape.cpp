// flatten and reshape: the same values under another shape; of an image in the order height, width, channels.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <numeric>

#include "train/layers/image.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

class Reshape final : public Layer {
 public:
  explicit Reshape(const datasets::Shape& shape) : shape_(shape) {}

  torch::Tensor forward(torch::Tensor x) override {
    std::vector<int64_t> sizes{x.size(0)};
    sizes.insert(sizes.end(), shape_.begin(), shape_.end());
    return channels_first(channels_last(x).reshape(sizes));
  }

 private:
  datasets::Shape shape_;
};

int64_t elements(const datasets::Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>());
}

}  // namespace

void plan_flatten(PlanBuilder& builder, const configs::LayerConfig& layer) {
  Block& block = builder.append(BlockKind::kFlatten, layer);
  block.output_shape = {elements(block.input_shape)};
}

void plan_reshape(PlanBuilder& builder, const configs::LayerConfig& layer) {
  const datasets::Shape& from = builder.shape();
  if (elements(from) != elements(layer.shape)) {
    builder.refuse(layer, fmt::format("reshape makes [{}] of [{}], {} values of {}; give it a shape of {} values",
                                      fmt::join(layer.shape, ", "), fmt::join(from, ", "), elements(layer.shape),
                                      elements(from), elements(from)));
  }
  builder.append(BlockKind::kReshape, layer).output_shape = layer.shape;
}

std::shared_ptr<Layer> make_reshape(const Block& block) { return std::make_shared<Reshape>(block.output_shape); }

}  // namespace bitstill::train
