#include "codegen/ops/broadcast/broadcast.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/emit/layer_emitter.h"

namespace bitstill::codegen::ops {
namespace {

constexpr size_t kMostAxes = 4;  // of the device's kernel

// The shape's dimension `from_end` axes before its last one.
int32_t dimension(const std::vector<int32_t>& shape, size_t from_end) {
  return from_end < shape.size() ? shape[shape.size() - 1 - from_end] : 1;
}

[[noreturn]] void refuse_shapes(const tflite::OperatorView& view) {
  view.refuse(fmt::format("{} and {} do not broadcast to {}; the file is damaged", describe(view.input_tensor(0)),
                          describe(view.input_tensor(1)), describe(view.output_tensor(0))));
}

// All axes of the output that have more than one element, outermost first.
std::vector<BroadcastAxis> all_axes(const tflite::OperatorView& view) {
  const std::vector<int32_t>& a = view.input_tensor(0).shape;
  const std::vector<int32_t>& b = view.input_tensor(1).shape;
  const std::vector<int32_t>& output = view.output_tensor(0).shape;
  std::vector<BroadcastAxis> axes;
  int32_t a_step = 1, b_step = 1;
  for (size_t i = 0; i < std::max({a.size(), b.size(), output.size()}); ++i) {
    const int32_t of_a = dimension(a, i), of_b = dimension(b, i), count = dimension(output, i);
    if ((of_a != count && of_a != 1) || (of_b != count && of_b != 1) || count != std::max(of_a, of_b)) {
      refuse_shapes(view);
    }
    if (count == 1) continue;
    axes.push_back({count, of_a == 1 ? 0 : a_step, of_b == 1 ? 0 : b_step});
    a_step *= of_a;
    b_step *= of_b;
  }
  std::ranges::reverse(axes);
  return axes;
}

// An axis that both operands walk as a continuation of the next inner one is one longer axis with it.
std::vector<BroadcastAxis> merged(const std::vector<BroadcastAxis>& all) {
  std::vector<BroadcastAxis> axes;
  for (const BroadcastAxis& axis : all) {
    if (!axes.empty() && axes.back().a_step == axis.a_step * axis.count &&
        axes.back().b_step == axis.b_step * axis.count) {
      axes.back() = {axes.back().count * axis.count, axis.a_step, axis.b_step};
    } else {
      axes.push_back(axis);
    }
  }
  if (axes.empty()) axes.push_back({1, 1, 1});
  return axes;
}

}  // namespace

int64_t Broadcast::count() const {
  int64_t product = 1;
  for (const BroadcastAxis& axis : axes) product *= axis.count;
  return product;
}

std::optional<InPlace> Broadcast::in_place(size_t input) const {
  const auto repeated = [&](const BroadcastAxis& axis) { return (input == 0 ? axis.a_step : axis.b_step) == 0; };
  if (std::ranges::any_of(axes, repeated)) return std::nullopt;
  return InPlace{0, division.has_value()};  // a half must not write where the other still reads
}

void Broadcast::combine(TensorValues& values, const std::function<int32_t(int32_t, int32_t)>& function) const {
  const auto a = values.int8(inputs[0]);
  const auto b = values.int8(inputs[1]);
  const auto output = values.int8(outputs[0]);
  for (size_t i = 0; i < output.size(); ++i) {
    // The element's coordinates, from the innermost axis outwards, say where its operands are.
    size_t from_a = 0, from_b = 0, rest = i;
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
      const size_t coordinate = rest % static_cast<size_t>(axis->count);
      rest /= static_cast<size_t>(axis->count);
      from_a += coordinate * static_cast<size_t>(axis->a_step);
      from_b += coordinate * static_cast<size_t>(axis->b_step);
    }
    output[i] = static_cast<int8_t>(function(a[from_a], b[from_b]));
  }
}

std::string Broadcast::emit_shape(LayerEmitter& emitter, size_t first) const {
  if (same_shape()) return std::to_string(count());
  std::vector<std::vector<int64_t>> rows(kMostAxes - axes.size(), {1, 0, 0});
  for (const BroadcastAxis& axis : axes) {
    rows.push_back(first == 0 ? std::vector<int64_t>{axis.count, axis.a_step, axis.b_step}
                              : std::vector<int64_t>{axis.count, axis.b_step, axis.a_step});
  }
  emitter.add_structs("ops::BroadcastAxis", "Axes", rows, "count, step of each operand");
  return emitter.constant("Axes");
}

void read_broadcast(const tflite::OperatorView& view, Broadcast& layer) {
  view.expect_counts(2, 2, 1);
  layer.inputs = {view.int8_operand(0), view.int8_operand(1)};
  layer.outputs = {view.int8_output(0)};
  layer.axes = merged(all_axes(view));
  if (layer.axes.size() > kMostAxes) {
    view.refuse(
        fmt::format("broadcasts {} with {} along {} separate axes, at most {} are supported; reshape them first",
                    describe(view.input_tensor(0)), describe(view.input_tensor(1)), layer.axes.size(), kMostAxes));
  }
}

}  // namespace bitstill::codegen::ops
