#include <fmt/format.h>

#include "codegen/ops/pad/pad.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

constexpr size_t kMostAxes = 4;

std::unique_ptr<Pad> read_paddings(const OperatorView& view, std::string_view name) {
  auto layer = std::make_unique<Pad>(name);
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  view.expect_same_quantization(input, output);
  layer->value = output.quantization.zero_point();
  const auto paddings = view.int32_parameter(1, "paddings");
  const size_t rank = input.shape.size();
  if (rank > kMostAxes) {
    view.refuse(fmt::format("input {} has more than {} axes; join some with a reshape", describe(input), kMostAxes));
  }
  if (paddings.size() != 2 * rank || output.shape.size() != rank) {
    view.refuse(fmt::format("has {} paddings from input {} to output {}; the file is damaged", paddings.size(),
                            describe(input), describe(output)));
  }
  for (size_t axis = 0; axis < rank; ++axis) {
    const PadAxis one = {input.shape[axis], paddings[2 * axis], paddings[2 * axis + 1]};
    if (one.before < 0 || one.after < 0 || one.before + one.count + one.after != output.shape[axis]) {
      view.refuse(fmt::format("pads axis {} by {} and {} from input {} to output {}; the file is damaged", axis,
                              one.before, one.after, describe(input), describe(output)));
    }
    layer->axes.push_back(one);
  }
  return layer;
}

}  // namespace

std::unique_ptr<Operator> read_pad(const OperatorView& view) {
  view.expect_counts(2, 2, 1);
  return read_paddings(view, "PAD");
}

std::unique_ptr<Operator> read_padv2(const OperatorView& view) {
  view.expect_counts(3, 3, 1);
  auto layer = read_paddings(view, "PADV2");
  const Tensor& value = view.graph().tensor(view.int8_operand(2));
  if (!value.constant || value.elements() != 1) {
    view.refuse(fmt::format("its value t{} '{}' is {}, one constant was expected; export the model with a fixed value",
                            value.index, value.name, describe(value)));
  }
  view.expect_same_quantization(value, view.output_tensor(0));
  layer->value = value.int8_values()[0];
  return layer;
}

}  // namespace bitstill::codegen::ops
