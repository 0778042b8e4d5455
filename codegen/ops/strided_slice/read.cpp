#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "codegen/ops/strided_slice/strided_slice.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

// What the file says about one axis.
struct Bounds {
  int32_t size, begin, end, stride;
  bool begin_masked, end_masked, shrunk;
};

// Negative bounds count from the axis' end; bounds outside are cut to it; masked ones are its ends.
Slice slice_of(const OperatorView& view, const Bounds& axis) {
  if (axis.stride == 0) view.refuse("has a stride of 0; the file is damaged");
  const bool forwards = axis.stride > 0;
  const int64_t first = forwards ? 0 : -1;  // the lowest that a bound may be
  const int64_t last = first + axis.size;
  const auto cut = [&](int64_t bound) { return std::clamp(bound < 0 ? bound + axis.size : bound, first, last); };
  const int64_t begin = axis.begin_masked ? (forwards ? 0 : axis.size - 1) : cut(axis.begin);
  const int64_t end = axis.end_masked ? (forwards ? last : first) : cut(axis.end);
  if (axis.shrunk) {
    if (begin < 0 || begin >= axis.size) {
      view.refuse(fmt::format("takes index {} of an axis of {}; the file is damaged", axis.begin, axis.size));
    }
    return {static_cast<int32_t>(begin), 1, 1};
  }
  const int64_t distance = forwards ? end - begin : begin - end;
  const int64_t step = forwards ? axis.stride : -int64_t{axis.stride};
  const int64_t count = std::max<int64_t>((distance + step - 1) / step, 0);
  return {static_cast<int32_t>(begin), axis.stride, static_cast<int32_t>(count)};
}

void read_slices(const OperatorView& view, StridedSlice& layer) {
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  const auto begin = view.int32_parameter(1, "begin");
  const auto end = view.int32_parameter(2, "end");
  const auto strides = view.int32_parameter(3, "strides");
  const size_t rank = input.shape.size();
  if (begin.size() != rank || end.size() != rank || strides.size() != rank) {
    view.refuse(
        fmt::format("has {} begins, {} ends and {} strides for {} axes; export the slice with one of each an "
                    "axis",
                    begin.size(), end.size(), strides.size(), rank));
  }
  const auto* options = view.options<tflite::schema::StridedSliceOptions>();
  const auto masked = [&](int32_t mask, size_t axis) { return ((static_cast<uint32_t>(mask) >> axis) & 1) != 0; };
  Shape expected;
  for (size_t axis = 0; axis < rank; ++axis) {
    const bool shrunk = options != nullptr && masked(options->shrink_axis_mask(), axis);
    layer.slices.push_back(slice_of(view, {input.shape[axis], begin[axis], end[axis], strides[axis],
                                           options != nullptr && masked(options->begin_mask(), axis),
                                           options != nullptr && masked(options->end_mask(), axis), shrunk}));
    if (!shrunk) expected.push_back(layer.slices.back().count);
  }
  if (output.shape != expected) {
    view.refuse(fmt::format("output {} is not [{}], as input and bounds say; the file is damaged", describe(output),
                            fmt::join(expected, ", ")));
  }
}

}  // namespace

std::unique_ptr<Operator> read_strided_slice(const OperatorView& view) {
  view.expect_counts(4, 4, 1);
  auto layer = std::make_unique<StridedSlice>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  view.expect_same_quantization(input, view.output_tensor(0));
  if (input.shape.size() > kMostAxes) {
    view.refuse(fmt::format("input {} has more than {} axes; join some with a reshape", describe(input), kMostAxes));
  }
  const auto* options = view.options<tflite::schema::StridedSliceOptions>();
  if (options != nullptr && (options->new_axis_mask() != 0 || options->ellipsis_mask() != 0 || options->offset())) {
    view.refuse("uses a new axis, an ellipsis or an end relative to its begin; export plain begins and ends");
  }
  read_slices(view, *layer);

  layer->input_shape = input.shape;
  const auto input_steps = dense_steps(input.shape);
  Shape counts;
  for (const Slice& slice : layer->slices) counts.push_back(slice.count);
  const auto output_steps = dense_steps(counts);
  for (size_t axis = 0; axis < counts.size(); ++axis) {
    const Slice& slice = layer->slices[axis];
    layer->copy.input_offset += slice.begin * input_steps[axis];
    layer->copy.axes.push_back({slice.count, slice.stride * input_steps[axis], output_steps[axis]});
  }
  layer->copy.simplify();
  return layer;
}

}  // namespace bitstill::codegen::ops
