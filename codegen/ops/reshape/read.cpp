#include <fmt/format.h>

#include <algorithm>

#include "codegen/ops/reshape/reshape.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

// What the three have in common: one input, one output, the same bytes.
std::unique_ptr<Operator> same_bytes(const OperatorView& view, std::unique_ptr<Reshape> layer) {
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  if (input.bytes() != output.bytes()) {
    view.refuse(fmt::format("input {} and output {} hold different numbers of values; the file is damaged",
                            describe(input), describe(output)));
  }
  view.expect_same_quantization(input, output);
  layer->bytes = input.bytes();
  return layer;
}

// The shape without its ones: what SQUEEZE and EXPAND_DIMS must leave as it is.
std::vector<int32_t> without_ones(std::vector<int32_t> shape) {
  std::erase(shape, 1);
  return shape;
}

void expect_only_ones_differ(const OperatorView& view) {
  if (view.input(0) < 0 || view.output(0) < 0) return;  // refused by name later
  if (without_ones(view.input_tensor(0).shape) == without_ones(view.output_tensor(0).shape)) return;
  view.refuse(fmt::format("input {} and output {} differ by more than axes of length 1; the file is damaged",
                          describe(view.input_tensor(0)), describe(view.output_tensor(0))));
}

}  // namespace

// The requested shape (an option or a second input) is only a hint here: the output tensor's own shape is what counts.
std::unique_ptr<Operator> read_reshape(const OperatorView& view) {
  view.expect_counts(1, 2, 1);
  if (view.input_count() == 2 && view.input(1) >= 0 && !view.input_tensor(1).constant) {
    view.refuse("computes its shape while it runs; export the model with fixed shapes");
  }
  return same_bytes(view, std::make_unique<Reshape>("RESHAPE", "reshape"));
}

std::unique_ptr<Operator> read_squeeze(const OperatorView& view) {
  view.expect_counts(1, 1, 1);
  expect_only_ones_differ(view);
  return same_bytes(view, std::make_unique<Reshape>("SQUEEZE", "squeeze"));
}

std::unique_ptr<Operator> read_expand_dims(const OperatorView& view) {
  view.expect_counts(2, 2, 1);
  view.int32_parameter(1, "axis");
  expect_only_ones_differ(view);
  return same_bytes(view, std::make_unique<Reshape>("EXPAND_DIMS", "expand_dims"));
}

}  // namespace bitstill::codegen::ops
