// A convolution as a dense layer over patches, against LibTorch's own, and its gradients against numeric ones.
#include "distill/quantize/patches.h"

#include <gtest/gtest.h>

#include "tests/distill/gradient.h"
#include "tests/train/layers.h"
#include "train/layers/image.h"
#include "train/models/network.h"

namespace bitstill::distill {
namespace {

using configs::LayerConfig;

struct WindowCase {
  std::string name;
  LayerConfig layer;
};

LayerConfig oblong(LayerConfig layer) {
  layer.kernel = {3, 2};
  layer.stride = {1, 2};
  layer.dilation = {2, 1};
  return layer;
}

train::NetworkPlan plan_of(const LayerConfig& layer) {
  return train::plan_network(tests::network({layer, tests::layer("flatten"), tests::layer("dense", 1)}),
                             {{7, 6, 3}, 1, false});
}

torch::Tensor sums_of(const torch::Tensor& image, const train::Block& block, const train::LayerWeights& weights) {
  const torch::Tensor rows = weight_rows(image, block);
  return weighted_sums(rows, weights.rows, weights.bias).view(output_sizes(image, block));
}

class WeightRows : public testing::TestWithParam<WindowCase> {};

TEST_P(WeightRows, GiveTheConvolution) {
  torch::manual_seed(1);
  train::Network network(plan_of(GetParam().layer));
  const torch::NoGradGuard no_gradients;
  const torch::Tensor image = torch::randn({2, 7, 6, 3});
  const torch::Tensor expected = train::channels_last(network.forward_blocks(image)[0]);
  const torch::Tensor given = sums_of(image, network.plan().blocks[0], network.weights()[0]);
  // The same products in another order of float32 sums.
  EXPECT_TRUE(torch::allclose(given, expected, 0, 1e-5));
}

TEST_P(WeightRows, PassGradients) {
  torch::manual_seed(2);
  const train::Block block = plan_of(GetParam().layer).blocks[0];
  const torch::Tensor image = torch::randn({1, 7, 6, 3}, torch::kDouble);
  const torch::Tensor weights = torch::randn({block.outputs(), block.row_size()}, torch::kDouble);
  const torch::Tensor bias = torch::zeros({block.outputs()}, torch::kDouble);
  const torch::Tensor slope =
      torch::randn(weighted_sums(weight_rows(image, block), weights, bias).sizes(), torch::kDouble);
  const auto by_image = [&](const torch::Tensor& x) {
    const torch::Tensor rows = weight_rows(x, block);
    return (rows * gradient_by_rows(slope, weights, rows).detach()).sum();
  };
  const auto loss = [&](const torch::Tensor& x) {
    return (weighted_sums(weight_rows(x, block), weights, bias) * slope).sum();
  };
  EXPECT_TRUE(
      torch::allclose(tests::autograd_gradient(by_image, image), tests::numeric_gradient(loss, image), 0, 1e-6));
  const torch::Tensor rows = weight_rows(image, block);
  const auto by_weights = [&](const torch::Tensor& w) { return (weighted_sums(rows, w, bias) * slope).sum(); };
  EXPECT_TRUE(torch::allclose(gradient_by_weights(slope, rows), tests::numeric_gradient(by_weights, weights), 0, 1e-6));
}

INSTANTIATE_TEST_SUITE_P(Layers, WeightRows,
                         testing::Values(WindowCase{"Same", tests::conv_2d(4, 3)},
                                         WindowCase{"Strided", tests::conv_2d(4, 3, 2)},
                                         WindowCase{"Valid", tests::conv_2d(2, 3, 2, "valid")},
                                         WindowCase{"Pointwise", tests::conv_2d(5, 1)},
                                         WindowCase{"Oblong", oblong(tests::conv_2d(2, 1))},
                                         WindowCase{"Depthwise", tests::depthwise_conv_2d(1, 3)},
                                         WindowCase{"DepthwiseStrided", tests::depthwise_conv_2d(2, 3, 2)},
                                         WindowCase{"DepthwiseOblong", oblong(tests::depthwise_conv_2d(3, 1))}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace bitstill::distill
