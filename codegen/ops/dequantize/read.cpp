#include <fmt/format.h>

#include "codegen/ops/dequantize/dequantize.h"

namespace bitstill::codegen::ops {

std::unique_ptr<Operator> read_dequantize(const tflite::OperatorView& view) {
  view.expect_counts(1, 1, 1);
  const Tensor& output = view.output_tensor(0);
  view.refuse(
      fmt::format("computes t{} '{}' as {} inside the model, only its last operator may; convert the model with "
                  "full-integer int8 quantisation",
                  output.index, output.name, output.type_name));
}

}  // namespace bitstill::codegen::ops
