#include "codegen/ops/strided_copy/strided_copy.h"

#include <fmt/format.h>

#include "codegen/emit/layer_emitter.h"

namespace bitstill::codegen::ops {
namespace {

std::string plus(const std::string& expression, int64_t bytes) {
  return bytes == 0 ? expression : fmt::format("{} + {}", expression, bytes);
}

}  // namespace

std::vector<int64_t> dense_steps(const Shape& shape) {
  std::vector<int64_t> steps(shape.size(), 1);
  for (size_t axis = shape.size(); axis-- > 1;) steps[axis - 1] = steps[axis] * shape[axis];
  return steps;
}

size_t position(const Shape& shape, const Shape& index) {
  int64_t at = 0;
  for (size_t axis = 0; axis < shape.size(); ++axis) at = at * shape[axis] + index[axis];
  return static_cast<size_t>(at);
}

void for_each_index(const Shape& shape, const std::function<void(const Shape& index)>& visit) {
  Shape index(shape.size(), 0);
  while (true) {
    visit(index);
    size_t axis = shape.size();
    while (axis > 0 && ++index[axis - 1] == shape[axis - 1]) index[--axis] = 0;
    if (axis == 0) return;
  }
}

void StridedCopy::simplify() {
  std::vector<CopyAxis> joined;
  for (const CopyAxis& axis : axes) {
    if (axis.count == 1) continue;
    CopyAxis* outer = joined.empty() ? nullptr : &joined.back();
    if (outer != nullptr && outer->input_step == axis.count * axis.input_step &&
        outer->output_step == axis.count * axis.output_step) {
      *outer = {outer->count * axis.count, axis.input_step, axis.output_step};
    } else {
      joined.push_back(axis);
    }
  }
  axes = std::move(joined);
  if (!axes.empty() && axes.back().input_step == block_bytes && axes.back().output_step == block_bytes) {
    block_bytes *= axes.back().count;
    axes.pop_back();
  }
}

void emit_copy(LayerEmitter& emitter, const StridedCopy& copy, const std::string& input, const std::string& output) {
  emitter.use_kernel("strided_copy");
  const std::string from = plus(input, copy.input_offset);
  const std::string to = plus(output, copy.output_offset);
  const std::string block_bytes = fmt::format("/*bytes*/ {}", copy.block_bytes);
  if (copy.axes.size() <= 1) {
    const CopyAxis blocks = copy.axes.empty() ? CopyAxis{1, 0, 0} : copy.axes[0];
    emitter.step("ops::copy_blocks", {fmt::format("{{/*blocks*/ {}, /*steps*/ {}, {}}}", blocks.count,
                                                  blocks.input_step, blocks.output_step),
                                      block_bytes, from, to});
    return;
  }
  std::vector<std::vector<int64_t>> rows(kMostAxes - copy.axes.size(), {1, 0, 0});
  for (const CopyAxis& axis : copy.axes) rows.push_back({axis.count, axis.input_step, axis.output_step});
  emitter.add_rows("ops::CopyAxis", "Axes", rows, "count, input step and output step of each axis, outermost first");
  emitter.step("ops::strided_copy", {emitter.constant("Axes"), block_bytes, from, to});
}

}  // namespace bitstill::codegen::ops
