// What operators on two operands have in common: which element of each meets which, in the output's order.
//
// Shapes are aligned at their last axis; an axis of one element, or one that is missing, is repeated as TFLite does.
#pragma once

#include <functional>
#include <vector>

#include "codegen/graph/values.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

// One axis of the output and how many elements each operand moves along it: 0 where it is repeated.
struct BroadcastAxis {
  int32_t count = 1;
  int32_t a_step = 0;
  int32_t b_step = 0;
};

struct Broadcast : Operator {
  // An operand that is not repeated is read in the order in which the output is written.
  std::optional<InPlace> in_place(size_t input) const override;

  bool same_shape() const { return axes.size() == 1 && axes[0].a_step == 1 && axes[0].b_step == 1; }
  int64_t count() const;  // elements of the output

  std::vector<BroadcastAxis> axes;  // outermost first, neighbours merged where both operands allow it

 protected:
  // Writes function(a, b) for every element of the output.
  void combine(TensorValues& values, const std::function<int32_t(int32_t, int32_t)>& function) const;
  // The kernel's argument that says the shape: a count, or a table of axes, for operand `a` as the operator's `first`
  // input (0 or 1).
  std::string emit_shape(LayerEmitter& emitter, size_t first = 0) const;
};

// Reads two operands and the output into `layer`.
void read_broadcast(const tflite::OperatorView& view, Broadcast& layer);

}  // namespace bitstill::codegen::ops
