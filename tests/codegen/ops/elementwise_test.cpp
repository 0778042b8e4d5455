// Operators that meet two tensors element by element, and functions of one int8 value: kernels against the reference,
// and what is peculiar to each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "codegen/ops/add/add.h"
#include "codegen/ops/add/kernel.h"
#include "codegen/ops/arg_max/arg_max.h"
#include "codegen/ops/arg_max/kernel.h"
#include "codegen/ops/broadcast/kernel.h"
#include "codegen/ops/lookup/kernel.h"
#include "codegen/ops/lookup/lookup.h"
#include "codegen/ops/mul/kernel.h"
#include "codegen/ops/mul/mul.h"
#include "codegen/ops/prelu/kernel.h"
#include "codegen/ops/prelu/prelu.h"
#include "codegen/passes/passes.h"
#include "codegen/reference/executor.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::ModelWriter;
using tests::Random;
using tests::Unary;
using tflite::Activation;
using tflite::Binary;

using Shape = std::vector<int32_t>;

struct Pair {
  Shape a, b, output;
};

// Same shapes, rows, columns, single values, both sides repeated, missing axes, and more axes than merge.
const Pair kPairs[] = {
    {{1, 4, 5, 3}, {1, 4, 5, 3}, {1, 4, 5, 3}},          {{1, 4, 5, 3}, {3}, {1, 4, 5, 3}},
    {{1, 4, 5, 3}, {1, 4, 5, 1}, {1, 4, 5, 3}},          {{1}, {2, 3}, {2, 3}},
    {{1, 5, 1, 6}, {1, 1, 3, 6}, {1, 5, 3, 6}},          {{2, 1, 3, 1}, {1, 4, 1, 5}, {2, 4, 3, 5}},
    {{2, 1, 1, 3, 4}, {2, 2, 2, 3, 4}, {2, 2, 2, 3, 4}}, {{}, {1, 1}, {1, 1}},
};

Graph model_of(const Pair& shapes, Binary function, std::array<float, 3> scales, std::array<int32_t, 3> zero_points,
               Activation fused = Activation::kNone) {
  ModelWriter writer;
  const int a = writer.add_tensor(activation("a", shapes.a, scales[0], zero_points[0]));
  const int b = writer.add_tensor(activation("b", shapes.b, scales[1], zero_points[1]));
  const int output = writer.add_tensor(activation("output", shapes.output, scales[2], zero_points[2]));
  writer.add_binary(function, a, b, output, fused);
  writer.set_inputs({a, b});
  writer.set_outputs({output});
  return tests::read(writer.finish());
}

// A run of the reference on random bytes, and where in its input the operands begin.
struct Inference {
  Inference(const Graph& graph, Random& random) : input(random.bytes(static_cast<size_t>(graph.input_bytes()))) {
    Executor executor(graph);
    executor.run(input);
    const auto bytes = executor.outputs();
    expected.assign(bytes.begin(), bytes.end());
    second = graph.inputs.size() > 1 ? static_cast<size_t>(graph.tensor(graph.inputs[0]).bytes()) : 0;
  }
  const int8_t* operand(size_t i) const {
    return reinterpret_cast<const int8_t*>(input.data()) + (i == 0 ? 0 : second);
  }

  std::vector<uint8_t> input;
  std::vector<int8_t> expected;
  size_t second = 0;
};

// The kernel's table of axes; `first` is the operand that the kernel takes as its a.
void fill_axes(const ops::Broadcast& layer, size_t first, bitstill::ops::BroadcastAxis (&axes)[4]) {
  for (auto& axis : axes) axis = {1, 0, 0};
  const size_t missing = 4 - layer.axes.size();
  for (size_t i = 0; i < layer.axes.size(); ++i) {
    const ops::BroadcastAxis& axis = layer.axes[i];
    axes[missing + i] = {axis.count, first == 0 ? axis.a_step : axis.b_step, first == 0 ? axis.b_step : axis.a_step};
  }
}

// Calls kernel(shape, output) with a count where shapes are the same, and with axes always.
template <class Kernel>
void expect_kernel(const ops::Broadcast& layer, size_t first, const std::vector<int8_t>& expected, Kernel kernel) {
  std::vector<int8_t> output(expected.size());
  bitstill::ops::BroadcastAxis axes[4];
  fill_axes(layer, first, axes);
  kernel(axes, output.data());
  EXPECT_EQ(output, expected);
  if (!layer.same_shape()) return;
  std::ranges::fill(output, int8_t{0});
  kernel(static_cast<int32_t>(layer.count()), output.data());
  EXPECT_EQ(output, expected);
}

TEST(AddKernel, EqualsTheReferenceWhicheverOperandIsFiner) {
  Random random(21);
  for (const Pair& shapes : kPairs) {
    for (const Binary function : {Binary::kAdd, Binary::kSub}) {
      for (const auto& scales : {std::array{0.05F, 0.03F, 0.06F}, std::array{0.003F, 0.05F, 0.02F},
                                 std::array{0.1F, 0.1F, 0.1F}, std::array{1e-12F, 0.1F, 0.1F}}) {
        for (const Activation fused : {Activation::kNone, Activation::kRelu6}) {
          const Graph graph = model_of(shapes, function, scales, {7, -128, 20}, fused);
          const Inference run(graph, random);
          const auto& layer = dynamic_cast<const ops::Add&>(*graph.operators[0]);
          const size_t fine = scales[0] <= scales[1] ? 0 : 1;
          const auto& f = layer.operands[fine];
          const auto& c = layer.operands[1 - fine];
          EXPECT_EQ(c.scale.multiplier, 1 << 30);
          EXPECT_EQ(c.scale.shift, 0);
          const bitstill::ops::Add constants{f.zero_point,
                                             f.scale.multiplier,
                                             f.scale.shift,
                                             f.sign,
                                             c.zero_point,
                                             c.sign * (1 << 19),
                                             layer.output_scale.multiplier,
                                             layer.output_scale.shift,
                                             layer.output_zero_point,
                                             layer.clamp.low,
                                             layer.clamp.high};
          expect_kernel(layer, fine, run.expected, [&](const auto& shape, int8_t* output) {
            bitstill::ops::add(constants, shape, run.operand(fine), run.operand(1 - fine), output);
          });
        }
      }
    }
  }
}

TEST(MulKernel, EqualsTheReferenceForFactorsBelowAndAboveOne) {
  Random random(22);
  for (const Pair& shapes : kPairs) {
    for (const float output_scale : {0.5F, 0.0021F, 0.00001F}) {
      const Graph graph = model_of(shapes, Binary::kMul, {0.05F, 0.03F, output_scale}, {-3, 127, 5});
      const Inference run(graph, random);
      const auto& layer = dynamic_cast<const ops::Mul&>(*graph.operators[0]);
      const bitstill::ops::Mul constants{layer.a_zero_point,
                                         layer.b_zero_point,
                                         1 << std::max(layer.scale.shift, 0),
                                         layer.scale.multiplier,
                                         std::min(layer.scale.shift, 0),
                                         layer.output_zero_point,
                                         layer.clamp.low,
                                         layer.clamp.high};
      expect_kernel(layer, 0, run.expected, [&](const auto& shape, int8_t* output) {
        bitstill::ops::mul(constants, shape, run.operand(0), run.operand(1), output);
      });
    }
  }
}

TEST(PreluKernel, EqualsTheReferenceOverScales) {
  Random random(23);
  for (const float output_scale : {0.3F, 0.04F, 0.0007F}) {
    ModelWriter writer;
    const int input = writer.add_tensor(activation("x", {1, 6, 5, 7}, 0.05F, -3));
    Tensor slopes = activation("alpha", {1, 1, 7}, 0.01F, -20);
    slopes.constant = true;
    slopes.data = random.bytes(7);
    const int alpha = writer.add_tensor(slopes);
    const int output = writer.add_tensor(activation("y", {1, 6, 5, 7}, output_scale, 9));
    writer.add_prelu(input, alpha, output);
    writer.set_inputs({input});
    writer.set_outputs({output});
    const Graph graph = tests::read(writer.finish());
    const Inference run(graph, random);
    const auto& layer = dynamic_cast<const ops::Prelu&>(*graph.operators[0]);
    const bitstill::ops::Prelu constants{layer.input_zero_point,       1 << std::max(layer.scale.shift, 0),
                                         layer.scale.multiplier,       std::min(layer.scale.shift, 0),
                                         layer.alpha_zero_point,       1 << std::max(layer.alpha_scale.shift, 0),
                                         layer.alpha_scale.multiplier, std::min(layer.alpha_scale.shift, 0),
                                         layer.output_zero_point};
    const auto values = graph.tensor(alpha).int8_values();
    expect_kernel(layer, 0, run.expected, [&](const auto& shape, int8_t* to) {
      bitstill::ops::prelu(constants, shape, run.operand(0), values.data(), to);
    });
  }
}

TEST(Broadcast, MergesAxesThatBothOperandsWalkAlike) {
  const auto axes_of = [](const Pair& shapes) {
    return dynamic_cast<const ops::Broadcast&>(*model_of(shapes, Binary::kMaximum, {1, 1, 1}, {0, 0, 0}).operators[0])
        .axes.size();
  };
  EXPECT_EQ(axes_of({{2, 3, 4}, {2, 3, 4}, {2, 3, 4}}), 1u);
  EXPECT_EQ(axes_of({{2, 3, 4}, {4}, {2, 3, 4}}), 2u);
  EXPECT_EQ(axes_of({{2, 1, 4}, {1, 3, 1}, {2, 3, 4}}), 3u);
}

Tensor constant_of(const std::string& name, Random& random) {
  Tensor tensor = activation(name, {2, 4}, 0.1F, 3);
  tensor.constant = true;
  tensor.data = random.bytes(8);
  return tensor;
}

TEST(Broadcast, TwoConstantsAreComputedBeforehandAndOneIsAnOperand) {
  Random random(25);
  ModelWriter writer;
  const int input = writer.add_tensor(activation("x", {2, 4}, 0.1F, 0));
  const int c = writer.add_tensor(constant_of("c", random));
  const int d = writer.add_tensor(constant_of("d", random));
  const int product = writer.add_tensor(activation("product", {2, 4}, 0.2F, 0));
  const int output = writer.add_tensor(activation("output", {2, 4}, 0.3F, 0));
  writer.add_binary(Binary::kMul, c, d, product);
  writer.add_binary(Binary::kSub, product, input, output, Activation::kRelu);
  writer.set_inputs({input});
  writer.set_outputs({output});
  Graph graph = tests::read(writer.finish());
  const Inference before(graph, random);
  passes::run_all(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  Executor executor(graph);
  executor.run(before.input);
  const auto after = executor.outputs();
  EXPECT_TRUE(std::ranges::equal(std::vector<int8_t>(after.begin(), after.end()), before.expected));
}

TEST(Add, DoesTheClampThatFollowsIt) {
  ModelWriter writer;
  const int input = writer.add_tensor(activation("x", {8}, 0.1F, 0));
  const int sum = writer.add_tensor(activation("sum", {8}, 0.2F, -9));
  const int output = writer.add_tensor(activation("output", {8}, 0.2F, -9));
  writer.add_binary(Binary::kAdd, input, input, sum);
  writer.add_unary(Unary::kRelu6, sum, output);
  writer.set_inputs({input});
  writer.set_outputs({output});
  Graph graph = tests::read(writer.finish());
  passes::run_all(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  EXPECT_EQ(graph.operators[0]->parameters(), "clamp [-9, 21]");
}

TEST(Broadcast, MayBeWrittenOverAnOperandThatIsNotRepeated) {
  const Graph graph = model_of({{1, 4, 5, 3}, {3}, {1, 4, 5, 3}}, Binary::kMinimum, {1, 1, 1}, {0, 0, 0});
  EXPECT_TRUE(graph.operators[0]->in_place(0).has_value());
  EXPECT_FALSE(graph.operators[0]->in_place(1).has_value());
}

TEST(ArgMaxKernel, EqualsTheReferenceAlongEveryAxisAndTakesTheFirstOfEquals) {
  Random random(24);
  const Shape shape{2, 3, 4, 5};
  for (int32_t axis = -4; axis < 4; ++axis) {
    Shape reduced = shape;
    reduced.erase(reduced.begin() + (axis + 4) % 4);
    ModelWriter writer;
    const int input = writer.add_tensor(activation("x", shape, 0.1F, 0));
    const int axis_tensor = writer.add_tensor(tests::bias({axis}));
    Tensor where = activation("where", reduced, 1, 0);
    where.type = ElementType::kInt32;
    const int output = writer.add_tensor(where);
    writer.add_arg_max(input, axis_tensor, output);
    writer.set_inputs({input});
    writer.set_outputs({output});
    const Graph graph = tests::read(writer.finish());
    const auto& layer = dynamic_cast<const ops::ArgMax&>(*graph.operators[0]);
    std::vector<uint8_t> bytes = random.bytes(120);
    for (uint8_t& byte : bytes) byte &= 0x83;  // many equals, negative ones among them
    Executor executor(graph);
    executor.run(bytes);
    std::vector<int32_t> positions(static_cast<size_t>(layer.outer * layer.inner));
    bitstill::ops::arg_max({layer.outer, layer.count, layer.inner}, reinterpret_cast<const int8_t*>(bytes.data()),
                           positions.data());
    const auto expected = executor.outputs();
    ASSERT_EQ(expected.size(), positions.size() * 4);
    EXPECT_EQ(std::memcmp(expected.data(), positions.data(), expected.size()), 0) << axis;
  }
}

// One operator of one tensor.
Graph unary_model(Unary function, float input_scale, int32_t input_zero_point, float output_scale,
                  int32_t output_zero_point) {
  ModelWriter writer;
  const int input = writer.add_tensor(activation("x", {1, 256}, input_scale, input_zero_point));
  const int output = writer.add_tensor(activation("y", {1, 256}, output_scale, output_zero_point));
  writer.add_unary(function, input, output);
  writer.set_inputs({input});
  writer.set_outputs({output});
  return tests::read(writer.finish());
}

TEST(Relu, OnOneGridIsAClampWithoutATable) {
  const Graph graph = unary_model(Unary::kRelu, 0.05F, -7, 0.05F, -7);
  EXPECT_EQ(graph.operators[0]->parameters(), "clamp [-7, 127]");
  EXPECT_FALSE(graph.operators[0]->identity());
  const int8_t input[4] = {-128, -8, -6, 127};
  int8_t output[4];
  bitstill::ops::clamp(4, input, -7, 127, output);
  EXPECT_THAT(output, testing::ElementsAre(-7, -7, -6, 127));
}

TEST(Relu, ThatCutsNothingOffLeavesEveryByte) {
  EXPECT_TRUE(unary_model(Unary::kRelu, 0.05F, -128, 0.05F, -128).operators[0]->identity());
  EXPECT_FALSE(unary_model(Unary::kRelu, 0.05F, -128, 0.06F, -128).operators[0]->identity());
}

TEST(Relu, N1To1RescalesAndClampsOnTheOutputsGrid) {
  const Graph graph = unary_model(Unary::kReluN1To1, 0.02F, 0, 0.01F, 10);
  const auto& table = dynamic_cast<const ops::Lookup&>(*graph.operators[0]).table;
  EXPECT_EQ(table[128 - 60], 10 - 100);  // -1.2
  EXPECT_EQ(table[128 - 20], 10 - 40);   // -0.4
  EXPECT_EQ(table[128 + 20], 10 + 40);
  EXPECT_EQ(table[128 + 60], 10 + 100);
}

TEST(Relu, Six) {
  EXPECT_EQ(unary_model(Unary::kRelu6, 0.05F, -7, 0.05F, -7).operators[0]->parameters(), "clamp [-7, 113]");
}

}  // namespace
}  // namespace bitstill::codegen
