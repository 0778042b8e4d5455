// flatten: any shape to one row of values; of an image in the order height, width, channels.
#include <functional>
#include <numeric>

#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

class Flatten final : public Layer {
 public:
  torch::Tensor forward(torch::Tensor x) override { return x.flatten(1); }
};

}  // namespace

void plan_flatten(PlanBuilder& builder, const configs::LayerConfig& layer) {
  Block& block = builder.append(BlockKind::kFlatten, layer);
  const datasets::Shape& shape = block.input_shape;
  block.output_shape = {std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>())};
}

std::shared_ptr<Layer> make_flatten(const Block&) { return std::make_shared<Flatten>(); }

}  // namespace bitstill::train
