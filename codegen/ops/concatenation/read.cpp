#include <fmt/format.h>

#include "codegen/ops/concatenation/concatenation.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

size_t read_axis(const OperatorView& view, const Tensor& output) {
  const auto* options = view.options<tflite::schema::ConcatenationOptions>();
  const int32_t axis = options == nullptr ? 0 : options->axis();
  if (options != nullptr && options->fused_activation_function() != tflite::schema::ActivationFunctionType::NONE) {
    view.refuse("has a fused activation; export it as an operator of its own");
  }
  const auto rank = static_cast<int32_t>(output.shape.size());
  if (axis < -rank || axis >= rank) {
    view.refuse(fmt::format("joins along axis {} of output {}; the file is damaged", axis, describe(output)));
  }
  return static_cast<size_t>(axis < 0 ? axis + rank : axis);
}

}  // namespace

std::unique_ptr<Operator> read_concatenation(const OperatorView& view) {
  view.expect_counts(1, view.input_count(), 1);
  auto layer = std::make_unique<Concatenation>();
  layer->outputs = {view.int8_output(0)};
  const Tensor& output = view.output_tensor(0);
  layer->output_shape = output.shape;
  layer->axis = read_axis(view, output);
  const auto output_steps = dense_steps(output.shape);
  int64_t joined = 0;  // indices of the axis so far
  for (size_t i = 0; i < view.input_count(); ++i) {
    layer->inputs.push_back(view.int8_operand(i));
    const Tensor& input = view.input_tensor(i);
    view.expect_same_quantization(input, output);
    Shape expected = output.shape;
    if (layer->axis < input.shape.size()) expected[layer->axis] = input.shape[layer->axis];
    if (input.shape != expected) {
      view.refuse(fmt::format("input {} does not fit output {} along axis {}; the file is damaged", describe(input),
                              describe(output), layer->axis));
    }
    StridedCopy copy;
    const auto input_steps = dense_steps(input.shape);
    for (size_t axis = 0; axis < input.shape.size(); ++axis) {
      copy.axes.push_back({input.shape[axis], input_steps[axis], output_steps[axis]});
    }
    copy.output_offset = joined * output_steps[layer->axis];
    copy.simplify();
    layer->input_shapes.push_back(input.shape);
    layer->copies.push_back(std::move(copy));
    joined += input.shape[layer->axis];
  }
  if (joined != output.shape[layer->axis]) {
    view.refuse(fmt::format("its inputs have {} indices along axis {}, output {} has {}; the file is damaged", joined,
                            layer->axis, describe(output), output.shape[layer->axis]));
  }
  return layer;
}

}  // namespace bitstill::codegen::ops
