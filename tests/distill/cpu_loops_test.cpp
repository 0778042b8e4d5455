// The plain loops against the tensor operations that other devices take: the same numbers, and so the same gradients.
#include "distill/quantize/cpu_loops.h"

#include <gtest/gtest.h>

#include "distill/quantize/dense_integers.h"
#include "distill/quantize/integer_activation.h"
#include "distill/quantize/requantize.h"

namespace bitstill::distill {
namespace {

TEST(CpuLoops, PutInputsOnTheGridAsTensorsDo) {
  torch::manual_seed(7);
  const Grid grid{0.25F, 3};
  // Steps of 1/8: half of them are halves of the grid's step; the ends saturate.
  const torch::Tensor real = torch::cat({torch::arange(-320, 320, torch::kFloat) / 8, torch::randn({1001}) * 20});
  EXPECT_TRUE(quantize(real, grid).values.equal(quantize_by_tensors(real, grid).values));
}

TEST(CpuLoops, RoundWeightsAsTensorsDo) {
  torch::manual_seed(7);
  // 61 columns: neither a multiple of a vector's width nor of a row's alignment.
  for (const std::vector<float>& scales :
       {std::vector<float>{0.02F}, std::vector<float>{0.01F, 0.5F, 0.02F, 0.03F, 1}}) {
    torch::Tensor weights = torch::randn({5, 61});
    weights.index_put_({1}, torch::arange(-30, 31, torch::kFloat) / 4);
    const RoundedWeights loop = round_weights(weights, scales);
    const RoundedWeights tensors = round_weights_by_tensors(weights, scales);
    EXPECT_TRUE(loop.values.equal(tensors.values));
    EXPECT_EQ(loop.row_sums, tensors.row_sums);
  }
}

TEST(CpuLoops, RequantizeAsTensorsDo) {
  torch::manual_seed(7);
  for (const std::vector<float>& scales : {std::vector<float>{0.003F}, std::vector<float>{0.003F, 0.0001F, 0.27F}}) {
    for (const auto type : {torch::kFloat, torch::kDouble}) {
      const torch::Tensor accumulator = torch::randint(-300000, 300000, {500, 3}, type);
      const Requantization how{requantize_scales(0.031F, scales, 0.27F), -5, {-5, 90}};
      const Requantized loop = requantize(accumulator, how);
      const Requantized tensors = requantize_by_tensors(accumulator, how);
      EXPECT_TRUE(loop.values.equal(tensors.values));
      EXPECT_TRUE(loop.inside.equal(tensors.inside));
      EXPECT_GT(loop.inside.sum().item<float>(), 0);
      EXPECT_LT(loop.inside.mean().item<float>(), 1);
    }
  }
}

}  // namespace
}  // namespace bitstill::distill
