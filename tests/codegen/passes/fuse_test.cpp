// Passes keep every output byte while operators go; what they must leave alone stays.
#include <gtest/gtest.h>

#include <algorithm>

#include "codegen/ops/conv_2d/conv_2d.h"
#include "codegen/ops/fully_connected/fully_connected.h"
#include "codegen/passes/passes.h"
#include "codegen/reference/executor.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::ModelWriter;

void expect_same_outputs(const std::vector<uint8_t>& artifact, const Graph& after) {
  const Graph before = tests::read(artifact);
  Executor executor_before(before), executor_after(after);
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    const auto input = tests::Random(seed).bytes(static_cast<size_t>(before.input_bytes()));
    executor_before.run(input);
    executor_after.run(input);
    EXPECT_EQ(executor_before.outputs(), executor_after.outputs());
  }
}

Tensor int32_constant(const std::vector<int32_t>& values, std::vector<int32_t> shape) {
  Tensor tensor = tests::bias(values);
  tensor.shape = std::move(shape);
  return tensor;
}

// x [1, 5, 6, 2] -> PAD of `pad_value` -> conv 3x3 stride 2 VALID, 3 channels.
std::vector<uint8_t> padded_convolution(int8_t pad_value) {
  ModelWriter writer;
  tests::Random random(3);
  const int x = writer.add_tensor(activation("x", {1, 5, 6, 2}, 0.05F, 7));
  const int paddings = writer.add_tensor(int32_constant({0, 0, 2, 1, 1, 2, 0, 0}, {4, 2}));
  Tensor value = activation("value", {}, 0.05F, 7);
  value.constant = true;
  value.data = {static_cast<uint8_t>(pad_value)};
  const int value_index = writer.add_tensor(value);
  const int padded = writer.add_tensor(activation("padded", {1, 8, 9, 2}, 0.05F, 7));
  Tensor w = activation("w", {3, 3, 3, 2}, 0.01F, 0);
  w.constant = true;
  w.data = random.bytes(54);
  const int weights = writer.add_tensor(w);
  const int bias = writer.add_tensor(tests::bias({10, -20, 30}));
  const int y = writer.add_tensor(activation("y", {1, 3, 4, 3}, 0.1F, -3));
  writer.add_padv2(x, paddings, value_index, padded);
  writer.add_conv_2d(padded, weights, bias, y,
                     {.padding = tflite::Padding::kValid, .stride_height = 2, .stride_width = 2});
  writer.set_inputs({x});
  writer.set_outputs({y});
  return writer.finish();
}

TEST(FusePad, LetsTheConvolutionPad) {
  const auto artifact = padded_convolution(7);
  Graph graph = tests::read(artifact);
  passes::fuse_pad(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  const auto& conv = dynamic_cast<const ops::Conv2D&>(*graph.operators[0]);
  EXPECT_EQ(conv.window.pad_top, 2);
  EXPECT_EQ(conv.window.pad_left, 1);
  EXPECT_EQ(conv.window.input_height, 5);
  expect_same_outputs(artifact, graph);
}

TEST(FusePad, LeavesPaddingWithAnotherValueThanTheZeroPoint) {
  Graph graph = tests::read(padded_convolution(8));
  passes::fuse_pad(graph);
  EXPECT_EQ(graph.operators.size(), 2u);
}

// x -> dense (grid a) -> relu on the same grid -> y.
std::vector<uint8_t> dense_and_relu(bool dense_is_an_output) {
  ModelWriter writer;
  tests::Random random(4);
  std::vector<int8_t> w(12);
  for (int8_t& value : w) value = random.int8();
  const int x = writer.add_tensor(activation("x", {1, 4}, 0.05F, 3));
  const int weights = writer.add_tensor(tests::weights(w, 3, {0.01F}));
  const int bias = writer.add_tensor(tests::bias({5, -6, 7}));
  const int dense = writer.add_tensor(activation("dense", {1, 3}, 0.05F, -10));
  const int y = writer.add_tensor(activation("y", {1, 3}, 0.05F, -10));
  writer.add_fully_connected(x, weights, bias, dense, tests::Activation::kNone);
  writer.add_unary(tests::Unary::kRelu, dense, y);
  writer.set_inputs({x});
  writer.set_outputs(dense_is_an_output ? std::vector<int>{y, dense} : std::vector<int>{y});
  return writer.finish();
}

TEST(FuseActivations, LetsTheOperatorBeforeClamp) {
  const auto artifact = dense_and_relu(false);
  Graph graph = tests::read(artifact);
  passes::fuse_activations(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  EXPECT_EQ(dynamic_cast<const ops::FullyConnected&>(*graph.operators[0]).clamp.low, -10);
  expect_same_outputs(artifact, graph);
}

TEST(FuseActivations, LeavesAValueThatIsWantedItself) {
  const auto artifact = dense_and_relu(true);
  Graph graph = tests::read(artifact);
  passes::fuse_activations(graph);
  EXPECT_EQ(graph.operators.size(), 2u);
  expect_same_outputs(artifact, graph);
}

TEST(FuseLookups, MakesOneTableOfThree) {
  ModelWriter writer;
  const int x = writer.add_tensor(activation("x", {1, 8}, 0.05F, 3));
  const int a = writer.add_tensor(activation("a", {1, 8}, 1.0F / 128, 0));
  const int b = writer.add_tensor(activation("b", {1, 8}, 0.02F, 50));
  const int y = writer.add_tensor(activation("y", {1, 8}, 1.0F / 256, -128));
  writer.add_unary(tests::Unary::kTanh, x, a);
  writer.add_unary(tests::Unary::kQuantize, a, b);
  writer.add_unary(tests::Unary::kLogistic, b, y);
  writer.set_inputs({x});
  writer.set_outputs({y});
  const auto artifact = writer.finish();
  Graph graph = tests::read(artifact);
  passes::fuse_lookups(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  EXPECT_EQ(graph.operators[0]->name(), "LOGISTIC");
  EXPECT_EQ(graph.fused.size(), 2u);
  expect_same_outputs(artifact, graph);
}

TEST(FoldConstants, ComputesWhatReadsOnlyConstants) {
  ModelWriter writer;
  Tensor constant = activation("c", {2, 2}, 0.05F, 0);
  constant.constant = true;
  constant.data = {1, 2, 3, 250};
  const int x = writer.add_tensor(activation("x", {4, 2}, 0.05F, 0));
  const int c = writer.add_tensor(constant);
  const int twice = writer.add_tensor(activation("twice", {4, 2}, 0.05F, 0));
  const int y = writer.add_tensor(activation("y", {4, 2}, 0.1F, 0));
  writer.add_concatenation({c, c}, twice, 0);
  writer.add_binary(tflite::Binary::kAdd, x, twice, y);
  writer.set_inputs({x});
  writer.set_outputs({y});
  const auto artifact = writer.finish();
  Graph graph = tests::read(artifact);
  passes::fold_constants(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  EXPECT_EQ(graph.tensor(twice).data, (std::vector<uint8_t>{1, 2, 3, 250, 1, 2, 3, 250}));
  expect_same_outputs(artifact, graph);
}

}  // namespace
}  // namespace bitstill::codegen
