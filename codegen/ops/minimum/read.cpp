#include "codegen/ops/minimum/minimum.h"

namespace bitstill::codegen::ops {

// TFLite Micro compares raw values whatever their grids say; only on one grid does that mean anything.
std::unique_ptr<Operator> read_minimum(const tflite::OperatorView& view) {
  auto layer = std::make_unique<Minimum>();
  read_broadcast(view, *layer);
  view.expect_same_quantization(view.input_tensor(0), view.output_tensor(0));
  view.expect_same_quantization(view.input_tensor(1), view.output_tensor(0));
  return layer;
}

}  // namespace bitstill::codegen::ops
