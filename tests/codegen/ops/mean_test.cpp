// Mean: the device's kernel against the reference over every choice of axes, apart and in place, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codegen/ops/mean/kernel.h"
#include "codegen/ops/mean/mean.h"
#include "tests/codegen/ops/execution.h"
#include "tests/codegen/refusal.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::Random;

std::vector<int32_t> without(std::vector<int32_t> shape, const std::vector<int32_t>& axes) {
  for (const int32_t axis : axes) shape[static_cast<size_t>(axis)] = 1;
  return shape;
}

Graph mean_graph(const std::vector<int32_t>& shape, const std::vector<int32_t>& axes, float output_scale) {
  return tests::one_operator(activation("x", shape, 0.05F, -13), activation("y", without(shape, axes), output_scale, 7),
                             [&](tests::ModelWriter& writer, int in, int out) {
                               writer.add_mean(in, writer.add_tensor(tests::parameter(axes)), out, true);
                             });
}

void expect_kernel_equals_reference(const Graph& graph, Random& random) {
  const auto& layer = dynamic_cast<const ops::Mean&>(*graph.operators[0]);
  const auto& g = layer.groups;
  const bitstill::ops::Mean constants{
      g[0], g[1], g[2], g[3], g[4], layer.input_zero_point * layer.count, layer.output_zero_point};
  const auto kernel = [&](const int8_t* in, int8_t* out) { bitstill::ops::mean(constants, in, {layer.scale}, out); };
  const auto input = tests::random_input(graph, random);
  const auto expected = tests::by_reference(graph, input);
  EXPECT_EQ(tests::by_kernel(graph, input, kernel), expected) << layer.parameters();
  EXPECT_EQ(tests::in_place(graph, input, layer.in_place(0)->lag_bytes, kernel), expected) << layer.parameters();
}

TEST(MeanKernel, EqualsTheReferenceForEveryChoiceOfAxes) {
  Random random(31);
  for (uint32_t choice = 1; choice < 16; ++choice) {
    std::vector<int32_t> axes;
    for (int32_t axis = 0; axis < 4; ++axis) {
      if ((choice >> axis & 1) != 0) axes.push_back(axis);
    }
    for (const float scale : {0.05F, 0.031F, 0.0007F, 3.0F}) {
      expect_kernel_equals_reference(mean_graph({2, 3, 4, 5}, axes, scale), random);
    }
  }
}

TEST(MeanKernel, EqualsTheReferenceForThreeKeptAndTwoReducedGroups) {
  Random random(32);
  expect_kernel_equals_reference(mean_graph({2, 3, 4, 3, 2}, {1, 3}, 0.04F), random);
}

TEST(Mean, JoinsHeightAndWidthIntoOneWalk) {
  const Graph graph = mean_graph({1, 6, 7, 5}, {1, 2}, 0.05F);
  const auto& layer = dynamic_cast<const ops::Mean&>(*graph.operators[0]);
  EXPECT_EQ(layer.groups, (std::array<int32_t, 5>{1, 1, 1, 42, 5}));
}

TEST(Mean, RefusesThreeGroupsOfAxes) {
  const auto said =
      tests::refusal_of(activation("x", {2, 2, 2, 2, 2}, 0.05F, 0), activation("y", {1, 2, 1, 2, 1}, 0.05F, 0),
                        [](tests::ModelWriter& writer, int in, int out) {
                          writer.add_mean(in, writer.add_tensor(tests::parameter({0, 2, 4})), out, true);
                        });
  EXPECT_THAT(said, testing::HasSubstr("(MEAN): reduces three groups of axes of input int8[2, 2, 2, 2, 2]"));
  EXPECT_THAT(said, testing::HasSubstr("two are supported; take the mean in two steps"));
}

std::string refusal_with(std::vector<int32_t> axes, std::vector<int32_t> output_shape, float output_scale) {
  return tests::refusal_of(activation("x", {1, 4, 4, 2}, 0.05F, 0), activation("y", output_shape, output_scale, 0),
                           [&](tests::ModelWriter& writer, int in, int out) {
                             writer.add_mean(in, writer.add_tensor(tests::parameter(axes)), out, false);
                           });
}

TEST(Mean, RefusesWhatDoesNotFit) {
  EXPECT_THAT(refusal_with({4}, {1, 4, 4}, 0.05F), testing::HasSubstr("reduces axis 4 of input int8[1, 4, 4, 2]"));
  EXPECT_THAT(refusal_with({-5}, {1, 4, 4}, 0.05F), testing::HasSubstr("reduces axis -5 of input"));
  EXPECT_THAT(refusal_with({1, 2}, {1, 3}, 0.05F), testing::HasSubstr("do not fit its axes; the file is damaged"));
  EXPECT_THAT(refusal_with({1, 2}, {1, 2}, 1e-9F), testing::HasSubstr("fewer than 2^23 and below 2^21 were expected"));
  EXPECT_EQ(refusal_with({1, -2, 2}, {1, 2}, 0.05F), "was read");  // the same axis twice counts once
}

}  // namespace
}  // namespace bitstill::codegen
