// Operators that only move bytes: the device's kernels against the reference, apart and in place, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "codegen/memory/plan.h"
#include "codegen/ops/concatenation/concatenation.h"
#include "codegen/ops/pad/kernel.h"
#include "codegen/ops/pad/pad.h"
#include "codegen/ops/resize_nearest_neighbor/kernel.h"
#include "codegen/ops/resize_nearest_neighbor/resize_nearest_neighbor.h"
#include "codegen/ops/split/split.h"
#include "codegen/ops/strided_copy/kernel.h"
#include "codegen/ops/strided_slice/strided_slice.h"
#include "codegen/ops/transpose/transpose.h"
#include "codegen/passes/passes.h"
#include "tests/codegen/ops/execution.h"
#include "tests/codegen/refusal.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::ModelWriter;
using tests::Random;
using Shape = std::vector<int32_t>;

// As emit_copy writes it.
void run_copy(const ops::StridedCopy& copy, const int8_t* input, int8_t* output) {
  ASSERT_LE(copy.axes.size(), 5u);
  bitstill::ops::CopyAxis axes[5] = {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}};
  for (size_t i = 0; i < copy.axes.size(); ++i) {
    const ops::CopyAxis& axis = copy.axes[i];
    axes[5 - copy.axes.size() + i] = {static_cast<int32_t>(axis.count), static_cast<int32_t>(axis.input_step),
                                      static_cast<int32_t>(axis.output_step)};
  }
  bitstill::ops::strided_copy(axes, static_cast<size_t>(copy.block_bytes), input + copy.input_offset,
                              output + copy.output_offset);
}

Graph transpose_graph(const Shape& shape, const Shape& permutation) {
  Shape output;
  for (const int32_t axis : permutation) output.push_back(shape[static_cast<size_t>(axis)]);
  return tests::one_operator(activation("x", shape, 0.1F, 2), activation("y", output, 0.1F, 2),
                             [&](ModelWriter& writer, int in, int out) {
                               writer.add_transpose(in, writer.add_tensor(tests::parameter(permutation)), out);
                             });
}

TEST(TransposeKernel, EqualsTheReferenceForEveryPermutation) {
  Random random(41);
  for (const Shape& shape : {Shape{4, 3}, Shape{2, 3, 4}, Shape{2, 3, 4, 5}, Shape{2, 3, 4, 2, 5}}) {
    Shape permutation(shape.size());
    std::iota(permutation.begin(), permutation.end(), 0);
    do {
      const Graph graph = transpose_graph(shape, permutation);
      const auto& layer = dynamic_cast<const ops::Transpose&>(*graph.operators[0]);
      const auto input = tests::random_input(graph, random);
      const auto kernel = [&](const int8_t* in, int8_t* out) { run_copy(layer.copy, in, out); };
      ASSERT_EQ(tests::by_kernel(graph, input, kernel), tests::by_reference(graph, input)) << layer.parameters();
    } while (std::ranges::next_permutation(permutation).found);
  }
}

TEST(Transpose, IsAnIdentityWhereOnlyAxesOfLengthOneMove) {
  EXPECT_TRUE(transpose_graph({1, 4, 1, 5}, {2, 1, 0, 3}).operators[0]->identity());
  EXPECT_FALSE(transpose_graph({1, 4, 2, 5}, {0, 2, 1, 3}).operators[0]->identity());
}

TEST(Transpose, MovesTheLastAxisAsBlocksWhereItStays) {
  const Graph graph = transpose_graph({1, 4, 6, 5}, {0, 2, 1, 3});
  EXPECT_EQ(dynamic_cast<const ops::Transpose&>(*graph.operators[0]).copy.block_bytes, 5);
}

TEST(Transpose, RefusesWhatIsNoPermutation) {
  const auto with = [](const Shape& permutation) {
    return tests::refusal_of(activation("x", {2, 2}, 0.1F, 2), activation("y", {2, 2}, 0.1F, 2),
                             [&](ModelWriter& writer, int in, int out) {
                               writer.add_transpose(in, writer.add_tensor(tests::parameter(permutation)), out);
                             });
  };
  for (const Shape& permutation : {Shape{0, 0}, Shape{0, 2}, Shape{-1, 0}, Shape{0}, Shape{0, 1, 2}}) {
    EXPECT_THAT(with(permutation), testing::HasSubstr("does not name each of 2 axes once; the file is damaged"));
  }
  EXPECT_EQ(with({1, 0}), "was read");
}

struct SliceShape {
  Shape input, begin, end, strides, output;
  tflite::StridedSliceMasks masks;
};

std::function<void(ModelWriter&, int, int)> slicing(const SliceShape& shape) {
  return [&shape](ModelWriter& writer, int in, int out) {
    const int begin = writer.add_tensor(tests::parameter(shape.begin));
    const int end = writer.add_tensor(tests::parameter(shape.end));
    const int strides = writer.add_tensor(tests::parameter(shape.strides));
    writer.add_strided_slice(in, begin, end, strides, out, shape.masks);
  };
}

Graph slice_graph(const SliceShape& shape) {
  return tests::one_operator(activation("x", shape.input, 0.1F, 2), activation("y", shape.output, 0.1F, 2),
                             slicing(shape));
}

std::vector<int8_t> sliced(const SliceShape& shape) {
  const Graph graph = slice_graph(shape);
  std::vector<int8_t> input(static_cast<size_t>(graph.input_bytes()));
  std::iota(input.begin(), input.end(), int8_t{0});
  const auto& layer = dynamic_cast<const ops::StridedSlice&>(*graph.operators[0]);
  const auto kernel = [&](const int8_t* in, int8_t* out) { run_copy(layer.copy, in, out); };
  const auto expected = tests::by_reference(graph, input);
  EXPECT_EQ(tests::by_kernel(graph, input, kernel), expected) << layer.parameters();
  if (layer.in_place(0)) {
    EXPECT_EQ(tests::in_place(graph, input, 0, kernel), expected) << layer.parameters();
  }
  return expected;
}

TEST(StridedSlice, TakesEverySecondAndWalksBackwards) {
  EXPECT_EQ(sliced({{6}, {1}, {6}, {2}, {3}, {}}), (std::vector<int8_t>{1, 3, 5}));
  EXPECT_EQ(sliced({{6}, {-2}, {0}, {-3}, {2}, {}}), (std::vector<int8_t>{4, 1}));
  EXPECT_EQ(sliced({{6}, {0}, {0}, {-1}, {6}, {.begin = 1, .end = 1}}), (std::vector<int8_t>{5, 4, 3, 2, 1, 0}));
}

TEST(StridedSlice, CutsBoundsToTheAxis) {
  EXPECT_EQ(sliced({{3}, {-100}, {100}, {1}, {3}, {}}), (std::vector<int8_t>{0, 1, 2}));
  EXPECT_EQ(sliced({{3}, {INT32_MIN}, {INT32_MAX}, {INT32_MAX}, {1}, {}}), (std::vector<int8_t>{0}));
  EXPECT_EQ(sliced({{3}, {INT32_MAX}, {INT32_MIN}, {INT32_MIN}, {1}, {}}), (std::vector<int8_t>{2}));
}

TEST(StridedSlice, ShrinksAnAxisToOneIndex) {
  EXPECT_EQ(sliced({{2, 3}, {0, -1}, {2, 0}, {1, 1}, {2}, {.shrink_axis = 2}}), (std::vector<int8_t>{2, 5}));
}

TEST(StridedSliceKernel, EqualsTheReferenceApartAndInPlace) {
  sliced({{3, 4, 5}, {1, 0, 1}, {3, 4, 4}, {1, 2, 1}, {2, 2, 3}, {}});
  sliced({{3, 4, 5}, {0, 1, 0}, {3, 3, 5}, {1, 1, 1}, {3, 2, 5}, {}});
  sliced({{3, 4, 5}, {0, 3, 4}, {3, 0, 0}, {2, -1, -2}, {2, 3, 2}, {}});
  sliced({{2, 2, 3, 2, 3}, {0, 0, 0, 0, 0}, {2, 2, 3, 2, 3}, {1, 1, 2, 1, 2}, {2, 2, 2, 2, 2}, {}});
}

TEST(StridedSlice, IsWrittenInPlaceOnlyForwards) {
  EXPECT_TRUE(slice_graph({{6}, {1}, {6}, {2}, {3}, {}}).operators[0]->in_place(0));
  EXPECT_FALSE(slice_graph({{6}, {5}, {2}, {-1}, {3}, {}}).operators[0]->in_place(0));
}

TEST(StridedSlice, OfEverythingIsAnIdentity) {
  EXPECT_TRUE(slice_graph({{2, 3}, {0, 0}, {2, 3}, {1, 1}, {2, 3}, {}}).operators[0]->identity());
  EXPECT_FALSE(slice_graph({{2, 3}, {0, 0}, {1, 3}, {1, 1}, {1, 3}, {}}).operators[0]->identity());
}

TEST(StridedSlice, RefusesWhatDoesNotFit) {
  const auto with = [](const SliceShape& shape) {
    return tests::refusal_of(activation("x", shape.input, 0.1F, 2), activation("y", shape.output, 0.1F, 2),
                             slicing(shape));
  };
  EXPECT_THAT(with({{6}, {0}, {6}, {0}, {6}, {}}), testing::HasSubstr("has a stride of 0; the file is damaged"));
  EXPECT_THAT(with({{6}, {0, 0}, {6}, {1}, {6}, {}}), testing::HasSubstr("has 2 begins, 1 ends and 1 strides for 1"));
  EXPECT_THAT(with({{6}, {0}, {6}, {1}, {5}, {}}), testing::HasSubstr("is not [6], as input and bounds say"));
  EXPECT_THAT(with({{6}, {4}, {2}, {1}, {1}, {}}), testing::HasSubstr("is not [0], as input and bounds say"));
  EXPECT_THAT(with({{6, 1}, {6, 0}, {7, 1}, {1, 1}, {1}, {.shrink_axis = 1}}),
              testing::HasSubstr("takes index 6 of an axis of 6; the file is damaged"));
}

// Inputs [height, parts[i]] joined along axis 1, or the same along axis 0.
Graph concatenation_graph(const Shape& parts, int32_t other, int32_t axis, int constant = -1) {
  ModelWriter writer;
  std::vector<int> all, computed;
  Random random(99);
  const auto shape = [&](int32_t part) { return axis == 0 ? Shape{part, other} : Shape{other, part}; };
  for (size_t i = 0; i < parts.size(); ++i) {
    Tensor tensor = activation("x", shape(parts[i]), 0.1F, 2);
    if (static_cast<int>(i) == constant) {
      tensor.constant = true;
      tensor.data = random.bytes(static_cast<size_t>(tensor.elements()));
    }
    all.push_back(writer.add_tensor(tensor));
    if (!tensor.constant) computed.push_back(all.back());
  }
  const int out = writer.add_tensor(activation("y", shape(std::accumulate(parts.begin(), parts.end(), 0)), 0.1F, 2));
  writer.add_concatenation(all, out, axis);
  writer.set_inputs(computed);
  writer.set_outputs({out});
  return tests::read(writer.finish());
}

TEST(ConcatenationKernel, EqualsTheReference) {
  Random random(42);
  for (const int32_t axis : {0, 1}) {
    const Graph graph = concatenation_graph({3, 1, 4}, 5, axis);
    const auto& layer = dynamic_cast<const ops::Concatenation&>(*graph.operators[0]);
    const auto input = tests::random_input(graph, random);
    const auto kernel = [&](const int8_t* in, int8_t* out) {
      for (size_t i = 0; i < layer.copies.size(); ++i) {
        run_copy(layer.copies[i], in, out);
        in += graph.tensor(layer.inputs[i]).bytes();
      }
    };
    EXPECT_EQ(tests::by_kernel(graph, input, kernel), tests::by_reference(graph, input)) << axis;
  }
}

TEST(Concatenation, LetsItsInputsBeComputedWhereTheyBelong) {
  const Graph graph = concatenation_graph({2, 3}, 4, 0);
  EXPECT_EQ(graph.operators[0]->in_place(0)->lag_bytes, 0);
  EXPECT_EQ(graph.operators[0]->in_place(1)->lag_bytes, 8);
  EXPECT_TRUE(graph.operators[0]->in_place(1)->exactly);
  EXPECT_EQ(plan_memory(graph).arena_bytes, 20);
  EXPECT_FALSE(concatenation_graph({2, 3}, 3, 0).operators[0]->in_place(1));  // 6 bytes on: not aligned
  EXPECT_FALSE(concatenation_graph({2, 3}, 4, 1).operators[0]->in_place(0));  // in pieces
}

TEST(Concatenation, TakesConstants) {
  const Graph graph = concatenation_graph({2, 3}, 4, 0, 1);
  const auto output = tests::by_reference(graph, std::vector<int8_t>(8, 1));
  const auto constant = graph.tensor(1).int8_values();
  EXPECT_TRUE(std::equal(constant.begin(), constant.end(), output.begin() + 8));
}

TEST(Concatenation, RefusesWhatTfliteMicroRefuses) {
  const auto with = [](const Tensor& a, const Tensor& b, const Tensor& y, int32_t axis) {
    ModelWriter writer;
    const int in_a = writer.add_tensor(a);
    const int in_b = writer.add_tensor(b);
    const int out = writer.add_tensor(y);
    writer.add_concatenation({in_a, in_b}, out, axis);
    writer.set_inputs({in_a, in_b});
    writer.set_outputs({out});
    return tests::refusal(writer.finish());
  };
  const Tensor x = activation("x", {2, 3}, 0.1F, 2);
  const Tensor y = activation("y", {4, 3}, 0.1F, 2);
  EXPECT_EQ(with(x, x, y, -2), "was read");
  EXPECT_THAT(with(x, activation("b", {2, 3}, 0.2F, 2), y, 0), testing::HasSubstr("are quantised differently"));
  EXPECT_THAT(with(x, x, y, 2), testing::HasSubstr("joins along axis 2 of output"));
  EXPECT_THAT(with(x, x, y, 1), testing::HasSubstr("does not fit output int8[4, 3]"));
  EXPECT_THAT(with(x, activation("b", {1, 3}, 0.1F, 2), y, 0),
              testing::HasSubstr("its inputs have 3 indices along axis "
                                 "0, output int8[4, 3]"));
  EXPECT_THAT(with(x, activation("b", {2}, 0.1F, 2), y, 1), testing::HasSubstr("does not fit output"));
}

Graph split_graph(const Shape& shape, int32_t axis, int32_t parts) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", shape, 0.1F, 2));
  Shape part = shape;
  part[static_cast<size_t>(axis < 0 ? axis + static_cast<int32_t>(shape.size()) : axis)] /= parts;
  std::vector<int> outputs;
  for (int32_t i = 0; i < parts; ++i) outputs.push_back(writer.add_tensor(activation("y", part, 0.1F, 2)));
  writer.add_split(writer.add_tensor(tests::parameter({axis})), in, outputs);
  writer.set_inputs({in});
  writer.set_outputs(outputs);
  return tests::read(writer.finish());
}

TEST(SplitKernel, EqualsTheReference) {
  Random random(43);
  for (const int32_t axis : {0, 1, 2, -1}) {
    const Graph graph = split_graph({4, 6, 2}, axis, 2);
    const auto& layer = dynamic_cast<const ops::Split&>(*graph.operators[0]);
    const auto input = tests::random_input(graph, random);
    const auto kernel = [&](const int8_t* in, int8_t* out) {
      for (size_t i = 0; i < layer.copies.size(); ++i) {
        run_copy(layer.copies[i], in, out);
        out += graph.tensor(layer.outputs[i]).bytes();
      }
    };
    EXPECT_EQ(tests::by_kernel(graph, input, kernel), tests::by_reference(graph, input)) << axis;
  }
}

TEST(Split, RefusesUnequalParts) {
  EXPECT_THROW(split_graph({4, 5}, 1, 2), Error);
  EXPECT_THROW(split_graph({4, 5}, 0, 3), Error);
  const auto said = tests::refusal_of(activation("x", {4}, 0.1F, 2), activation("y", {4}, 0.1F, 2),
                                      [](ModelWriter& writer, int in, int out) {
                                        writer.add_split(writer.add_tensor(tests::parameter({1})), in, {out});
                                      });
  EXPECT_THAT(said, testing::HasSubstr("(SPLIT): does not name one axis of input int8[4]"));
}

struct PadShape {
  Shape input, paddings, output;
};

std::function<void(ModelWriter&, int, int)> padding(const PadShape& shape) {
  return [&shape](ModelWriter& writer, int in, int out) {
    const auto rank = static_cast<int32_t>(shape.paddings.size() / 2);
    writer.add_pad(in, writer.add_tensor(tests::parameter(shape.paddings, {rank, 2})), out);
  };
}

Graph pad_graph(const PadShape& shape) {
  return tests::one_operator(activation("x", shape.input, 0.1F, -7), activation("y", shape.output, 0.1F, -7),
                             padding(shape));
}

TEST(PadKernel, EqualsTheReferenceApartAndInPlace) {
  Random random(44);
  for (const PadShape& shape : {PadShape{{5}, {2, 1}, {8}}, PadShape{{3, 4}, {1, 0, 0, 2}, {4, 6}},
                                PadShape{{1, 3, 4, 2}, {0, 0, 1, 1, 2, 3, 0, 0}, {1, 5, 9, 2}},
                                PadShape{{2, 3, 4, 2}, {1, 2, 0, 0, 3, 0, 0, 1}, {5, 3, 7, 3}},
                                PadShape{{2, 3, 4, 2}, {0, 0, 0, 0, 0, 0, 0, 0}, {2, 3, 4, 2}},
                                PadShape{{2, 3, 4, 2}, {0, 1, 2, 0, 0, 3, 1, 1}, {3, 5, 7, 4}}}) {
    const Graph graph = pad_graph(shape);
    const auto& layer = dynamic_cast<const ops::Pad&>(*graph.operators[0]);
    bitstill::ops::PadAxis axes[4] = {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}};
    const auto joined = layer.joined_axes();
    for (size_t i = 0; i < joined.size(); ++i) {
      axes[4 - joined.size() + i] = {static_cast<int32_t>(joined[i].count), static_cast<int32_t>(joined[i].before),
                                     static_cast<int32_t>(joined[i].after)};
    }
    const auto kernel = [&](const int8_t* in, int8_t* out) { bitstill::ops::pad(axes, layer.value, in, out); };
    const auto input = tests::random_input(graph, random);
    const auto expected = tests::by_reference(graph, input);
    EXPECT_EQ(tests::by_kernel(graph, input, kernel), expected) << layer.parameters();
    EXPECT_EQ(tests::in_place(graph, input, layer.in_place(0)->lag_bytes, kernel), expected) << layer.parameters();
  }
}

TEST(Pad, PadsWithTheZeroPointAndJoinsAxesWithoutPadding) {
  const Graph graph = pad_graph({{1, 3, 4, 2}, {0, 0, 1, 1, 2, 3, 0, 0}, {1, 5, 9, 2}});
  const auto& layer = dynamic_cast<const ops::Pad&>(*graph.operators[0]);
  EXPECT_EQ(layer.value, -7);
  ASSERT_EQ(layer.joined_axes().size(), 2u);
  EXPECT_EQ(layer.joined_axes()[1].count, 8);    // a row of pixels
  EXPECT_EQ(layer.joined_axes()[0].before, 18);  // a padded row
}

TEST(Pad, RefusesWhatDoesNotFit) {
  const auto with = [](const PadShape& shape) {
    return tests::refusal_of(activation("x", shape.input, 0.1F, -7), activation("y", shape.output, 0.1F, -7),
                             padding(shape));
  };
  EXPECT_THAT(with({{4}, {1, 1}, {7}}), testing::HasSubstr("(PAD): pads axis 0 by 1 and 1 from input int8[4]"));
  EXPECT_THAT(with({{4}, {-1, 1}, {4}}), testing::HasSubstr("pads axis 0 by -1 and 1"));
  EXPECT_THAT(with({{4}, {INT32_MAX, INT32_MAX}, {2}}), testing::HasSubstr("the file is damaged"));
  EXPECT_THAT(with({{4}, {1, 1, 0, 0}, {6}}), testing::HasSubstr("has 4 paddings from input int8[4]"));
  EXPECT_THAT(with({{1, 1, 1, 1, 4}, {0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, {1, 1, 1, 1, 6}}),
              testing::HasSubstr("has more than 4 axes; join some with a reshape"));
}

TEST(PadV2, TakesItsOwnValueOfTheSameGrid) {
  const auto add = [](float scale) {
    return [scale](ModelWriter& writer, int in, int out) {
      Tensor value = activation("value", {1}, scale, -7);
      value.constant = true;
      value.data = {42};
      const int paddings = writer.add_tensor(tests::parameter({1, 2}, {1, 2}));
      writer.add_padv2(in, paddings, writer.add_tensor(value), out);
    };
  };
  const Tensor x = activation("x", {2}, 0.1F, -7);
  const Tensor y = activation("y", {5}, 0.1F, -7);
  EXPECT_EQ(tests::by_reference(tests::one_operator(x, y, add(0.1F)), {1, 2}), (std::vector<int8_t>{42, 1, 2, 42, 42}));
  EXPECT_THAT(tests::refusal_of(x, y, add(0.2F)), testing::HasSubstr("(PADV2): "));
  EXPECT_THAT(tests::refusal_of(x, y, add(0.2F)), testing::HasSubstr("are quantised differently"));
}

Graph resize_graph(int32_t height, int32_t width, int32_t to_height, int32_t to_width, ops::NearestRule rule) {
  return tests::one_operator(
      activation("x", {1, height, width, 3}, 0.1F, 2), activation("y", {1, to_height, to_width, 3}, 0.1F, 2),
      [&](ModelWriter& writer, int in, int out) {
        const int size = writer.add_tensor(tests::parameter({to_height, to_width}));
        writer.add_resize_nearest_neighbor(in, size, out, rule.align_corners, rule.half_pixel_centers);
      });
}

TEST(ResizeNearestNeighborKernel, EqualsTheReferenceApartAndInPlace) {
  Random random(45);
  for (const ops::NearestRule rule : {ops::NearestRule{false, false}, {true, false}, {false, true}, {true, true}}) {
    for (int32_t to_height = 1; to_height <= 9; ++to_height) {
      for (int32_t to_width = 1; to_width <= 9; ++to_width) {
        const Graph graph = resize_graph(4, 5, to_height, to_width, rule);
        const auto& layer = dynamic_cast<const ops::ResizeNearestNeighbor&>(*graph.operators[0]);
        auto rows = layer.rows;
        auto columns = layer.columns;
        for (int32_t& row : rows) row *= 5 * 3;
        for (int32_t& column : columns) column *= 3;
        const auto kernel = [&](const int8_t* in, int8_t* out) {
          bitstill::ops::resize_nearest_neighbor({to_height, to_width, 3}, in, rows.data(), columns.data(), out);
        };
        const auto input = tests::random_input(graph, random);
        const auto expected = tests::by_reference(graph, input);
        ASSERT_EQ(tests::by_kernel(graph, input, kernel), expected) << layer.parameters();
        ASSERT_EQ(tests::in_place(graph, input, layer.in_place(0)->lag_bytes, kernel), expected) << layer.parameters();
      }
    }
  }
}

TEST(ResizeNearestNeighbor, FollowsEachRule) {
  EXPECT_EQ(ops::nearest_places(3, 6, {false, false}), (Shape{0, 0, 1, 1, 2, 2}));
  EXPECT_EQ(ops::nearest_places(5, 3, {true, false}), (Shape{0, 2, 4}));
  EXPECT_EQ(ops::nearest_places(5, 3, {false, false}), (Shape{0, 1, 3}));
  EXPECT_EQ(ops::nearest_places(4, 2, {false, true}), (Shape{1, 3}));
  EXPECT_EQ(ops::nearest_places(3, 1, {true, false}), (Shape{0}));
}

TEST(ResizeNearestNeighbor, RefusesASizeThatIsNotTheOutputs) {
  const auto said = tests::refusal_of(activation("x", {1, 2, 2, 3}, 0.1F, 2), activation("y", {1, 4, 4, 3}, 0.1F, 2),
                                      [](ModelWriter& writer, int in, int out) {
                                        const int size = writer.add_tensor(tests::parameter({4, 5}));
                                        writer.add_resize_nearest_neighbor(in, size, out, false, false);
                                      });
  EXPECT_THAT(said, testing::HasSubstr("are not images [1, height, width, channels] of its size; export the model"));
}

TEST(Reshape, SqueezeAndExpandDimsAreIdentitiesThatThePassTakesOut) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {1, 3, 1, 4}, 0.1F, 2));
  const int squeezed = writer.add_tensor(activation("s", {3, 4}, 0.1F, 2));
  const int expanded = writer.add_tensor(activation("e", {3, 1, 4}, 0.1F, 2));
  const int out = writer.add_tensor(activation("y", {3, 4, 1}, 0.1F, 2));
  writer.add_squeeze(in, squeezed, {0, 2});
  writer.add_expand_dims(squeezed, writer.add_tensor(tests::parameter({1})), expanded);
  writer.add_reshape(expanded, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  Graph graph = tests::read(writer.finish());
  EXPECT_EQ(graph.layer_names(), (std::vector<std::string>{"squeeze_1", "expand_dims_1", "reshape_1"}));
  EXPECT_EQ(plan_memory(graph).arena_bytes, 12);  // each in the place of the one before
  passes::remove_identities(graph);
  EXPECT_EQ(graph.operators.size(), 1u);  // between input and output something remains
}

// input [1, 24] -> reshape [2, 3, 4] -> transpose -> slice -> pad -> split -> concatenation -> mean -> reshape.
Graph reshaped_graph() {
  ModelWriter writer;
  const auto tensor = [&](const Shape& shape) { return writer.add_tensor(activation("t", shape, 0.1F, 2)); };
  const auto constant = [&](const Shape& values) { return writer.add_tensor(tests::parameter(values)); };
  const int in = tensor({1, 24}), shaped = tensor({2, 3, 4}), flat = tensor({24}), again = tensor({2, 3, 4});
  const int transposed = tensor({4, 2, 3}), sliced = tensor({3, 2, 3}), padded = tensor({3, 4, 3});
  const int half_a = tensor({3, 2, 3}), half_b = tensor({3, 2, 3}), joined = tensor({3, 2, 6});
  const int mean = tensor({3, 6}), out = tensor({18});
  writer.add_reshape(in, shaped);
  writer.add_reshape(shaped, flat);
  writer.add_reshape(flat, again);
  writer.add_transpose(again, constant({2, 0, 1}), transposed);
  writer.add_strided_slice(transposed, constant({1, 0, 0}), constant({4, 2, 3}), constant({1, 1, 1}), sliced, {});
  writer.add_pad(sliced, constant({0, 0, 1, 1, 0, 0}), padded);
  writer.add_split(constant({1}), padded, {half_a, half_b});
  writer.add_concatenation({half_a, half_b}, joined, 2);
  writer.add_mean(joined, constant({1}), mean, false);
  writer.add_reshape(mean, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  return tests::read(writer.finish());
}

TEST(DataMovement, KeepsItsOwnShapesWhereReshapesAroundItAreTakenOut) {
  Random random(46);
  Graph graph = reshaped_graph();
  const auto input = tests::random_input(graph, random);
  const auto expected = tests::by_reference(graph, input);
  passes::run_all(graph);
  EXPECT_EQ(graph.operators.size(), 6u);
  EXPECT_EQ(tests::by_reference(graph, input), expected);
}

TEST(Reshape, RefusesASqueezeThatDoesMore) {
  const auto said = tests::refusal_of(activation("x", {2, 3}, 0.1F, 2), activation("y", {3, 2}, 0.1F, 2),
                                      [](ModelWriter& writer, int in, int out) { writer.add_squeeze(in, out, {}); });
  EXPECT_THAT(said, testing::HasSubstr("(SQUEEZE): input int8[2, 3]"));
  EXPECT_THAT(said, testing::HasSubstr("differ by more than axes of length 1; the file is damaged"));
}

}  // namespace
}  // namespace bitstill::codegen
