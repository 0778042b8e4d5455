#include <fmt/format.h>

#include "codegen/ops/split/split.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

size_t read_axis(const OperatorView& view, const Tensor& input) {
  const auto axes = view.int32_parameter(0, "axis");
  const auto rank = static_cast<int32_t>(input.shape.size());
  if (axes.size() != 1 || axes[0] < -rank || axes[0] >= rank) {
    view.refuse(fmt::format("does not name one axis of input {}; the file is damaged", describe(input)));
  }
  return static_cast<size_t>(axes[0] < 0 ? axes[0] + rank : axes[0]);
}

}  // namespace

std::unique_ptr<Operator> read_split(const OperatorView& view) {
  const auto* options = view.options<tflite::schema::SplitOptions>();
  if (options == nullptr || options->num_splits() < 1) view.refuse("splits into no parts; the file is damaged");
  const auto parts = static_cast<size_t>(options->num_splits());
  view.expect_counts(2, 2, parts);
  auto layer = std::make_unique<Split>();
  layer->inputs = {view.int8_input(1)};
  const Tensor& input = view.input_tensor(1);
  layer->axis = read_axis(view, input);
  Shape part = input.shape;
  part[layer->axis] = static_cast<int32_t>(static_cast<size_t>(part[layer->axis]) / parts);
  layer->input_shape = input.shape;
  layer->output_shape = part;
  const auto input_steps = dense_steps(input.shape);
  const auto output_steps = dense_steps(part);
  for (size_t i = 0; i < parts; ++i) {
    layer->outputs.push_back(view.int8_output(i));
    const Tensor& output = view.output_tensor(i);
    view.expect_same_quantization(input, output);
    if (output.shape != part ||
        static_cast<size_t>(part[layer->axis]) * parts != static_cast<size_t>(input.shape[layer->axis])) {
      view.refuse(fmt::format("output {} is not one of {} equal parts of {} along axis {}; the file is damaged",
                              describe(output), parts, describe(input), layer->axis));
    }
    StridedCopy copy;
    for (size_t axis = 0; axis < part.size(); ++axis) {
      copy.axes.push_back({part[axis], input_steps[axis], output_steps[axis]});
    }
    copy.input_offset = static_cast<int64_t>(i) * part[layer->axis] * input_steps[layer->axis];
    copy.simplify();
    layer->copies.push_back(std::move(copy));
  }
  return layer;
}

}  // namespace bitstill::codegen::ops
