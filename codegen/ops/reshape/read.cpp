#include <fmt/format.h>

#include "codegen/ops/reshape/reshape.h"

namespace bitstill::codegen::ops {

// The requested shape (an option or a second input) is only a hint here: the output tensor's own shape is what counts.
std::unique_ptr<Operator> read_reshape(const tflite::OperatorView& view) {
  view.expect_counts(1, 2, 1);
  auto layer = std::make_unique<Reshape>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  if (view.input_count() == 2 && view.input(1) >= 0 && !view.input_tensor(1).constant) {
    view.refuse("computes its shape while it runs; export the model with fixed shapes");
  }
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  if (input.bytes() != output.bytes()) {
    view.refuse(fmt::format("input {} and output {} hold different numbers of values; the file is damaged",
                            describe(input), describe(output)));
  }
  if (input.quantization.scale() != output.quantization.scale() ||
      input.quantization.zero_point() != output.quantization.zero_point()) {
    view.refuse(fmt::format("input {} and output {} are quantised differently; convert the model again",
                            describe(input), describe(output)));
  }
  layer->bytes = input.bytes();
  return layer;
}

}  // namespace bitstill::codegen::ops
