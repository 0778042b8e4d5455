// Pools: the device's kernel against the reference, apart and in place, and what the reader refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codegen/ops/pool_2d/kernel.h"
#include "codegen/ops/pool_2d/pool_2d.h"
#include "tests/codegen/ops/execution.h"
#include "tests/codegen/refusal.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::Random;
using tflite::Padding;
using tflite::Pool;

struct PoolShape {
  Pool pool = Pool::kMax;
  int32_t height = 7, width = 6, channels = 3;
  int32_t kernel_height = 2, kernel_width = 2;
  tflite::WindowOptions options;
};

int32_t places(int32_t size, int32_t kernel, int32_t stride, Padding padding) {
  return padding == Padding::kSame ? (size + stride - 1) / stride : (size - kernel + stride) / stride;
}

Graph pool_graph(const PoolShape& shape) {
  const auto& options = shape.options;
  const int32_t height = places(shape.height, shape.kernel_height, options.stride_height, options.padding);
  const int32_t width = places(shape.width, shape.kernel_width, options.stride_width, options.padding);
  return tests::one_operator(
      activation("x", {1, shape.height, shape.width, shape.channels}, 0.05F, -3),
      activation("y", {1, height, width, shape.channels}, 0.05F, -3), [&](tests::ModelWriter& writer, int in, int out) {
        writer.add_pool_2d(shape.pool, in, out, shape.kernel_height, shape.kernel_width, options);
      });
}

void run_kernel(const ops::Pool2D& layer, const int8_t* input, int8_t* output) {
  const ops::Window& w = layer.window;
  const bitstill::ops::Pool2D constants{w.input_height,  w.input_width,   w.input_channels, w.output_height,
                                        w.output_width,  w.kernel_height, w.kernel_width,   w.stride_height,
                                        w.stride_width,  w.pad_top,       w.pad_left,       layer.clamp.low,
                                        layer.clamp.high};
  if (layer.mean()) {
    bitstill::ops::pool_2d<bitstill::ops::MeanOf>(constants, input, output);
  } else {
    bitstill::ops::pool_2d<bitstill::ops::LargestOf>(constants, input, output);
  }
}

void expect_kernel_equals_reference(const PoolShape& shape, Random& random) {
  const Graph graph = pool_graph(shape);
  const auto& layer = dynamic_cast<const ops::Pool2D&>(*graph.operators[0]);
  const auto input = tests::random_input(graph, random);
  const auto kernel = [&](const int8_t* in, int8_t* out) { run_kernel(layer, in, out); };
  const auto expected = tests::by_reference(graph, input);
  EXPECT_EQ(tests::by_kernel(graph, input, kernel), expected) << layer.parameters();
  const int64_t lag = layer.in_place(0)->lag_bytes;
  EXPECT_EQ(tests::in_place(graph, input, lag, kernel), expected) << layer.parameters() << ", lag " << lag;
}

TEST(Pool2DKernel, EqualsTheReferenceApartAndInPlace) {
  Random random(21);
  for (const Pool pool : {Pool::kMax, Pool::kAverage}) {
    for (const Padding padding : {Padding::kSame, Padding::kValid}) {
      for (int32_t kernel = 1; kernel <= 5; ++kernel) {
        for (int32_t stride = 1; stride <= 4; ++stride) {
          for (const int32_t channels : {1, 3, 8}) {
            tflite::WindowOptions options{padding, stride, 1 + stride % 3, 1, 1, tests::Activation::kNone};
            expect_kernel_equals_reference({pool, 7, 6, channels, kernel, 1 + kernel % 4, options}, random);
          }
        }
      }
    }
  }
}

TEST(Pool2DKernel, ClampsLikeTheFusedActivation) {
  Random random(22);
  for (const Pool pool : {Pool::kMax, Pool::kAverage}) {
    tflite::WindowOptions options{Padding::kSame, 2, 2, 1, 1, tests::Activation::kReluN1To1};
    expect_kernel_equals_reference({pool, 9, 9, 4, 2, 2, options}, random);
  }
}

TEST(Pool2DKernel, AveragesAWholeImage) {
  Random random(23);
  tflite::WindowOptions options{Padding::kValid, 1, 1, 1, 1, tests::Activation::kNone};
  expect_kernel_equals_reference({Pool::kAverage, 25, 20, 5, 25, 20, options}, random);
}

TEST(Pool2D, LeavesPaddingOutOfTheMean) {
  tflite::WindowOptions options{Padding::kSame, 1, 1, 1, 1, tests::Activation::kNone};
  const Graph graph = pool_graph({Pool::kAverage, 1, 2, 1, 1, 3, options});
  EXPECT_EQ(tests::by_reference(graph, {10, 13}), (std::vector<int8_t>{12, 12}));  // 11.5, not 23 / 3
}

TEST(Pool2D, RefusesAGridOfItsOwn) {
  const auto said = tests::refusal_of(
      activation("x", {1, 4, 4, 1}, 0.05F, -3), activation("y", {1, 2, 2, 1}, 0.06F, -3),
      [](tests::ModelWriter& writer, int in, int out) {
        writer.add_pool_2d(Pool::kMax, in, out, 2, 2, {Padding::kSame, 2, 2, 1, 1, tests::Activation::kNone});
      });
  EXPECT_THAT(said, testing::HasSubstr("(MAX_POOL_2D): int8[1, 4, 4, 1] scale 0.0500000007 zero point -3 (t0) and "));
  EXPECT_THAT(said, testing::HasSubstr("are quantised differently; convert the model again"));
}

TEST(Pool2D, RefusesWindowsOfNothingAndWindowsBeyondCounting) {
  for (const int32_t side : {0, -1, 256}) {
    const auto said =
        tests::refusal_of(activation("x", {1, 4, 4, 1}, 0.05F, -3), activation("y", {1, 2, 2, 1}, 0.05F, -3),
                          [&](tests::ModelWriter& writer, int in, int out) {
                            writer.add_pool_2d(Pool::kAverage, in, out, side, side,
                                               {Padding::kSame, 2, 2, 1, 1, tests::Activation::kNone});
                          });
    EXPECT_THAT(said, testing::HasSubstr("1 to 65535 values were expected; the file is damaged")) << side;
  }
}

TEST(Pool2D, RefusesOtherChannels) {
  const auto said = tests::refusal_of(
      activation("x", {1, 4, 4, 3}, 0.05F, -3), activation("y", {1, 2, 2, 2}, 0.05F, -3),
      [](tests::ModelWriter& writer, int in, int out) {
        writer.add_pool_2d(Pool::kMax, in, out, 2, 2, {Padding::kSame, 2, 2, 1, 1, tests::Activation::kNone});
      });
  EXPECT_THAT(said, testing::HasSubstr("have different channels; the file is damaged"));
}

}  // namespace
}  // namespace bitstill::codegen
