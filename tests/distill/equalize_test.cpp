// Equalisation changes the weights and not the function.
#include "distill/quantize/equalize.h"

#include <gtest/gtest.h>

namespace bitstill::distill {
namespace {

using train::Block;
using train::BlockKind;
using train::FusedActivation;

Block dense(FusedActivation activation) {
  Block block{BlockKind::kDense, "dense", {4}, {4}};
  block.activation = activation;
  return block;
}

Block other(BlockKind kind) { return {kind, "other", {4}, {4}}; }

// Neurons whose weights differ by factors up to 1000.
std::vector<FoldedDense> badly_scaled(size_t count) {
  torch::manual_seed(7);
  std::vector<FoldedDense> layers;
  for (size_t i = 0; i < count; ++i) {
    const torch::Tensor scales = torch::tensor({1000.0F, 1.0F, 0.5F, 30.0F}).unsqueeze(1);
    layers.push_back({torch::randn({4, 4}) * scales, torch::randn({4})});
  }
  return layers;
}

torch::Tensor compute(const std::vector<FoldedDense>& layers, const torch::Tensor& x) {
  const torch::Tensor hidden = torch::relu(torch::linear(x, layers[0].weights, layers[0].bias));
  return torch::linear(hidden, layers[1].weights, layers[1].bias);
}

TEST(Equalize, KeepsTheFunction) {
  std::vector<FoldedDense> layers = badly_scaled(2);
  const torch::Tensor x = torch::randn({32, 4});
  const torch::Tensor before = compute(layers, x);
  equalize(layers, {{4}, {dense(FusedActivation::kRelu), dense(FusedActivation::kNone)}});
  // Dividing by a factor and multiplying by it again costs float32's last bits.
  EXPECT_TRUE(compute(layers, x).allclose(before, 1e-5, 1e-4 * before.abs().max().item<double>()));
}

TEST(Equalize, LetsEveryNeuronReachEquallyFarInBothLayers) {
  std::vector<FoldedDense> layers = badly_scaled(3);
  equalize(layers, {{4},
                    {dense(FusedActivation::kRelu), other(BlockKind::kDropout), dense(FusedActivation::kNone),
                     other(BlockKind::kFlatten), dense(FusedActivation::kRelu)}});
  for (size_t i = 0; i < 2; ++i) {
    const torch::Tensor into = layers[i].weights.abs().amax(1), out_of = layers[i + 1].weights.abs().amax(0);
    EXPECT_TRUE(into.allclose(out_of, 5e-3)) << "layers " << i << " and " << i + 1;  // sweeps end at 0.1 per cent
  }
}

TEST(Equalize, LeavesAloneWhatDoesNotPassAFactorOn) {
  for (const BlockKind between : {BlockKind::kSigmoid, BlockKind::kTanh}) {
    std::vector<FoldedDense> layers = badly_scaled(2);
    equalize(layers, {{4}, {dense(FusedActivation::kNone), other(between), dense(FusedActivation::kNone)}});
    EXPECT_TRUE(layers[0].weights.equal(badly_scaled(2)[0].weights));
  }
  std::vector<FoldedDense> layers = badly_scaled(2);
  equalize(layers, {{4}, {dense(FusedActivation::kRelu6), dense(FusedActivation::kNone)}});
  EXPECT_TRUE(layers[1].weights.equal(badly_scaled(2)[1].weights));
}

TEST(Equalize, SurvivesNeuronsThatNobodyUses) {
  std::vector<FoldedDense> layers = badly_scaled(2);
  layers[0].weights[1].zero_();
  layers[1].weights.select(1, 2).zero_();
  equalize(layers, {{4}, {dense(FusedActivation::kRelu), dense(FusedActivation::kNone)}});
  EXPECT_TRUE(layers[0].weights.isfinite().all().item<bool>());
  EXPECT_TRUE(layers[1].weights.isfinite().all().item<bool>());
  EXPECT_TRUE(layers[0].weights[1].equal(torch::zeros({4})));
}

}  // namespace
}  // namespace bitstill::distill
