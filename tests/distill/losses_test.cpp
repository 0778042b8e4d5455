// Distillation losses against numbers worked out by hand and against LibTorch's own divergence.
#include "distill/losses.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/distill/gradient.h"

namespace bitstill::distill {
namespace {

train::Samples classes() {
  train::Samples samples;
  samples.inputs = torch::zeros({2, 1});
  samples.targets = torch::tensor({int64_t{2}, int64_t{0}});
  samples.teacher_outputs = torch::tensor({{1.0, -2.0, 4.0}, {0.5, 0.25, -1.0}}, torch::kDouble);
  return samples;
}

const torch::Tensor& outputs() {
  static const torch::Tensor value = torch::tensor({{0.0, 1.0, 2.0}, {-1.0, 3.0, 0.5}}, torch::kDouble);
  return value;
}

TEST(DistillationLoss, OfOneSampleByHand) {
  // Teacher odds 3 : 1 and student odds 1 : 1 at temperature 2, that is logits apart by 2 ln 3.
  train::Samples samples;
  samples.inputs = torch::zeros({1, 1});
  samples.targets = torch::tensor({int64_t{0}});
  samples.teacher_outputs = torch::tensor({{2 * std::log(3.0), 0.0}}, torch::kDouble);
  const torch::Tensor student = torch::zeros({1, 2}, torch::kDouble);
  const double divergence = 0.75 * std::log(0.75 / 0.5) + 0.25 * std::log(0.25 / 0.5);
  const double expected = 0.7 * 4 * divergence + 0.3 * std::log(2.0);
  // exp and log round in the last digits.
  EXPECT_NEAR(distillation_loss(student, samples, {2, 0.7}).item<double>(), expected, 1e-14);
}

TEST(DistillationLoss, EqualsLibTorchsDivergence) {
  const train::Samples samples = classes();
  const torch::Tensor soft = torch::nn::functional::kl_div(
      torch::log_softmax(outputs() / 4, 1), torch::softmax(samples.teacher_outputs / 4, 1),
      torch::nn::functional::KLDivFuncOptions().reduction(torch::kBatchMean));
  const torch::Tensor hard = torch::cross_entropy_loss(outputs(), samples.targets);
  const double expected = (0.6 * 16 * soft + 0.4 * hard).item<double>();
  EXPECT_NEAR(distillation_loss(outputs(), samples, {4, 0.6}).item<double>(), expected, 1e-14);
}

TEST(DistillationLoss, WithoutTheTeacherIsCrossEntropy) {
  train::Samples samples = classes();
  samples.teacher_outputs = torch::Tensor();
  EXPECT_TRUE(
      distillation_loss(outputs(), samples, {4, 0}).equal(torch::cross_entropy_loss(outputs(), samples.targets)));
}

TEST(DistillationLoss, OfValuesMixesBothSquaredErrors) {
  train::Samples samples;
  samples.inputs = torch::zeros({2, 1});
  samples.targets = torch::tensor({{1.0}, {2.0}}, torch::kDouble);
  samples.teacher_outputs = torch::tensor({{3.0}, {0.0}}, torch::kDouble);
  const torch::Tensor student = torch::tensor({{2.0}, {4.0}}, torch::kDouble);
  // To the teacher (1 + 16) / 2, to the target (1 + 4) / 2.
  EXPECT_EQ(distillation_loss(student, samples, {4, 0.25}).item<double>(), 0.25 * 8.5 + 0.75 * 2.5);
}

TEST(DistillationLoss, HasTheGradientOfItsDifferences) {
  const train::Samples samples = classes();
  const auto loss = [&](const torch::Tensor& x) { return distillation_loss(x, samples, {3, 0.7}); };
  // Central differences of step 1e-5 are good to about 1e-10.
  EXPECT_TRUE(
      torch::allclose(tests::autograd_gradient(loss, outputs()), tests::numeric_gradient(loss, outputs()), 0, 1e-8));
}

}  // namespace
}  // namespace bitstill::distill
