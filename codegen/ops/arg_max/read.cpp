#include <fmt/format.h>
#include <fmt/ranges.h>

#include "codegen/ops/arg_max/arg_max.h"

namespace bitstill::codegen::ops {

std::unique_ptr<Operator> read_arg_max(const tflite::OperatorView& view) {
  view.expect_counts(2, 2, 1);
  auto layer = std::make_unique<ArgMax>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  if (output.type != ElementType::kInt32 || output.constant) {
    view.refuse(fmt::format("output t{} '{}' is {}, a computed INT32 was expected; export it with an int32 output type",
                            output.index, output.name, output.constant ? "a constant" : output.type_name));
  }
  const std::vector<int32_t> axes = view.int32_parameter(1, "axis");
  const auto rank = static_cast<int32_t>(input.shape.size());
  if (axes.size() != 1 || axes[0] < -rank || axes[0] >= rank) {
    view.refuse(fmt::format("its axis [{}] is not one of the {} axes of {}; the file is damaged", fmt::join(axes, ", "),
                            rank, describe(input)));
  }
  const int32_t axis = axes[0] < 0 ? axes[0] + rank : axes[0];
  for (int32_t i = 0; i < rank; ++i) {
    (i < axis ? layer->outer : i == axis ? layer->count : layer->inner) *= input.shape[static_cast<size_t>(i)];
  }
  if (output.elements() != int64_t{layer->outer} * layer->inner) {
    view.refuse(fmt::format("output {} does not hold one value for each place along axis {} of {}; the file is damaged",
                            describe(output), axis, describe(input)));
  }
  return layer;
}

}  // namespace bitstill::codegen::ops
