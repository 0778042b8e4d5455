// Transposed convolution: the device's gather against the reference's scatter, apart and in place, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codegen/ops/transpose_conv/kernel.h"
#include "codegen/ops/transpose_conv/transpose_conv.h"
#include "tests/codegen/ops/execution.h"
#include "tests/codegen/refusal.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::ModelWriter;
using tests::Random;
using tflite::Padding;

struct ConvShape {
  int32_t height = 3, width = 4, channels = 2, outputs = 3;
  int32_t kernel_height = 3, kernel_width = 2;
  tflite::WindowOptions options;
  bool bias = true, per_channel = true;
};

int32_t output_size(int32_t input, int32_t kernel, int32_t stride, Padding padding) {
  return padding == Padding::kSame ? input * stride : (input - 1) * stride + kernel;
}

Graph transpose_conv_graph(const ConvShape& shape, Random& random) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {1, shape.height, shape.width, shape.channels}, 0.05F, -9));
  Tensor weights = activation("w", {shape.outputs, shape.kernel_height, shape.kernel_width, shape.channels}, 0.01F, 0);
  weights.constant = true;
  weights.data = random.bytes(static_cast<size_t>(weights.elements()));
  if (shape.per_channel) {
    weights.quantization = {{}, {}, 0};
    for (int32_t i = 0; i < shape.outputs; ++i) {
      weights.quantization.scales.push_back(0.01F + 0.003F * static_cast<float>(i));
      weights.quantization.zero_points.push_back(0);
    }
  }
  std::vector<int32_t> bias(static_cast<size_t>(shape.outputs));
  for (int32_t& value : bias) value = random.int8() * 30;
  const auto& options = shape.options;
  const std::vector<int32_t> output = {
      1, output_size(shape.height, shape.kernel_height, options.stride_height, options.padding),
      output_size(shape.width, shape.kernel_width, options.stride_width, options.padding), shape.outputs};
  const int out = writer.add_tensor(activation("y", output, 0.3F, 5));
  writer.add_transpose_conv(writer.add_tensor(tests::parameter(output)), writer.add_tensor(weights), in,
                            shape.bias ? writer.add_tensor(tests::bias(bias)) : -1, out, options);
  writer.set_inputs({in});
  writer.set_outputs({out});
  return tests::read(writer.finish());
}

void run_kernel(const ops::TransposeConv& layer, const int8_t* input, int8_t* output) {
  const ops::Window& w = layer.there;
  const bitstill::ops::TransposeConv constants{
      w.output_height,        w.output_width,          w.output_channels, w.input_height,
      w.input_width,          w.input_channels,        w.kernel_height,   w.kernel_width,
      w.stride_height,        w.stride_width,          w.pad_top,         w.pad_left,
      layer.input_zero_point, layer.output_zero_point, layer.clamp.low,   layer.clamp.high};
  std::vector<uint8_t> weights;
  for (const int8_t weight : layer.filters.weights) weights.push_back(static_cast<uint8_t>(weight + 128));
  std::vector<int16_t> patch(static_cast<size_t>(layer.scratch_bytes() / 2));
  const uint8_t* rows = weights.data();
  if (layer.filters.scales.size() == 1) {
    bitstill::ops::transpose_conv(constants, input, rows, layer.filters.bias.data(),
                                  arithmetic::UniformScale{layer.filters.scales[0]}, patch.data(), output);
  } else {
    bitstill::ops::transpose_conv(constants, input, rows, layer.filters.bias.data(), layer.filters.scales.data(),
                                  patch.data(), output);
  }
}

void expect_kernel_equals_reference(const ConvShape& shape, Random& random) {
  const Graph graph = transpose_conv_graph(shape, random);
  const auto& layer = dynamic_cast<const ops::TransposeConv&>(*graph.operators[0]);
  const auto input = tests::random_input(graph, random);
  const auto kernel = [&](const int8_t* in, int8_t* out) { run_kernel(layer, in, out); };
  const auto expected = tests::by_reference(graph, input);
  ASSERT_EQ(tests::by_kernel(graph, input, kernel), expected) << layer.parameters();
  const int64_t lag = layer.in_place(0)->lag_bytes;
  ASSERT_EQ(tests::in_place(graph, input, lag, kernel), expected) << layer.parameters() << ", lag " << lag;
}

TEST(TransposeConvKernel, EqualsTheReferenceApartAndInPlace) {
  Random random(51);
  for (const Padding padding : {Padding::kSame, Padding::kValid}) {
    for (int32_t kernel = 1; kernel <= 5; ++kernel) {
      for (int32_t stride = 1; stride <= 4; ++stride) {
        for (int32_t outputs = 1; outputs <= 5; ++outputs) {
          tflite::WindowOptions options{padding, stride, 1 + (stride + kernel) % 3, 1, 1, tests::Activation::kNone};
          const ConvShape shape{3, 4, 1 + (outputs * 2) % 5, outputs, kernel, 1 + (kernel + outputs) % 5, options};
          expect_kernel_equals_reference(shape, random);
        }
      }
    }
  }
}

TEST(TransposeConvKernel, TakesOneScaleNoBiasAndAFusedActivation) {
  Random random(52);
  tflite::WindowOptions options{Padding::kSame, 2, 2, 1, 1, tests::Activation::kRelu6};
  expect_kernel_equals_reference({.options = options, .bias = false, .per_channel = false}, random);
}

TEST(TransposeConv, CountsOnlyTapsThatLandInTheOutput) {
  Random random(53);
  tflite::WindowOptions options{Padding::kSame, 1, 1, 1, 1, tests::Activation::kNone};
  const Graph graph = transpose_conv_graph(
      {.height = 2, .width = 2, .channels = 1, .outputs = 1, .kernel_height = 3, .kernel_width = 3, .options = options},
      random);
  EXPECT_EQ(graph.macs(), 16);  // each of four pixels reaches each of four
}

std::string refusal_with(const std::vector<int32_t>& asked, const std::vector<int32_t>& weights_shape,
                         const std::vector<int32_t>& output) {
  return tests::refusal_of(activation("x", {1, 2, 2, 2}, 0.05F, 0), activation("y", output, 0.3F, 0),
                           [&](ModelWriter& writer, int in, int out) {
                             Tensor weights = activation("w", weights_shape, 0.01F, 0);
                             weights.constant = true;
                             weights.data.assign(static_cast<size_t>(weights.elements()), 1);
                             writer.add_transpose_conv(writer.add_tensor(tests::parameter(asked)),
                                                       writer.add_tensor(weights), in, -1, out,
                                                       {Padding::kSame, 2, 2, 1, 1, tests::Activation::kNone});
                           });
}

TEST(TransposeConv, RefusesWhatDoesNotFit) {
  EXPECT_EQ(refusal_with({1, 4, 4, 3}, {3, 3, 3, 2}, {1, 4, 4, 3}), "was read");
  EXPECT_THAT(refusal_with({1, 4, 5, 3}, {3, 3, 3, 2}, {1, 4, 4, 3}),
              testing::HasSubstr("(TRANSPOSE_CONV): output int8[1, 4, 4, 3]"));
  EXPECT_THAT(refusal_with({1, 4, 4, 3}, {3, 3, 3, 1}, {1, 4, 4, 3}), testing::HasSubstr("do not fit weights"));
  EXPECT_THAT(refusal_with({1, 4, 4, 3}, {2, 3, 3, 2}, {1, 4, 4, 3}), testing::HasSubstr("do not fit weights"));
  EXPECT_THAT(refusal_with({1, 9, 4, 3}, {3, 3, 3, 2}, {1, 9, 4, 3}),
              testing::HasSubstr("height 2 does not follow from 9 with kernel 3, stride 2"));
}

}  // namespace
}  // namespace bitstill::codegen
