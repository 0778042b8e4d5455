// Rounding that gradients pass through.
#include "distill/quantize/straight_through.h"

#include <gtest/gtest.h>

#include "distill/quantize/integer_activation.h"
#include "tests/distill/gradient.h"

namespace bitstill::distill {
namespace {

TEST(RoundHalfAway, KeepsWhatLiesJustBelowAHalf) {
  const torch::Tensor x = torch::tensor({0.49999997F, -0.49999997F, 0.5F, -0.5F, 1.5F, 2.5F});
  EXPECT_TRUE(torch::equal(round_half_away(x), torch::tensor({0.F, 0.F, 1.F, -1.F, 2.F, 3.F})));
}

TEST(RoundHalfAway, TakesHalvesAwayFromZero) {
  const torch::Tensor x = torch::tensor({-2.5F, -1.5F, -0.5F, -0.49F, 0.0F, 0.49F, 0.5F, 1.5F, 2.5F, 2.51F});
  const torch::Tensor expected = torch::tensor({-3.0F, -2.0F, -1.0F, 0.0F, 0.0F, 0.0F, 1.0F, 2.0F, 3.0F, 3.0F});
  EXPECT_TRUE(round_half_away(x).equal(expected));
}

TEST(StraightThrough, IsExactlyTheValueWithTheOthersGradient) {
  torch::Tensor x = torch::tensor({0.1F, 0.7F}).requires_grad_();
  const torch::Tensor value = torch::tensor({5.0F, -3.0F});
  const torch::Tensor y = straight_through(x * 2, value);
  EXPECT_TRUE(y.equal(value));
  (y * torch::tensor({1.0F, 10.0F})).sum().backward();
  EXPECT_TRUE(x.grad().equal(torch::tensor({2.0F, 20.0F})));
}

TEST(Quantize, PassesTheGradientOnlyWhereNothingSaturates) {
  const Grid grid{0.5F, -128};  // holds 0 to 127.5
  torch::Tensor x = torch::tensor({-3.0F, 0.2F, 63.1F, 127.5F, 140.0F}).requires_grad_();
  const IntegerActivation q = quantize(x, grid);
  EXPECT_TRUE(q.values.equal(torch::tensor({0.0F, 0.0F, 126.0F, 255.0F, 255.0F})));
  q.real().sum().backward();
  EXPECT_TRUE(x.grad().equal(torch::tensor({0.0F, 1.0F, 1.0F, 1.0F, 0.0F})));
}

TEST(Quantize, HasTheGradientOfTheClampItApproximates) {
  const Grid grid{0.25F, 3};
  const torch::Tensor x = torch::linspace(-40, 40, 33, torch::kDouble);
  const torch::Tensor weights = torch::linspace(1, 2, 33, torch::kDouble);
  const auto quantised = [&](const torch::Tensor& v) { return (quantize(v, grid).real() * weights).sum(); };
  const auto clamped = [&](const torch::Tensor& v) {
    return (torch::clamp(v, (-128 - 3) * 0.25, (127 - 3) * 0.25) * weights).sum();
  };
  // Central differences of sums near 1000 in double.
  EXPECT_TRUE(torch::allclose(tests::autograd_gradient(quantised, x), tests::numeric_gradient(clamped, x), 0, 1e-6));
}

}  // namespace
}  // namespace bitstill::distill
