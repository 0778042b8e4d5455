#include "codegen/ops/conv_2d/conv_2d.h"
#include "codegen/ops/depthwise_conv_2d/depthwise_conv_2d.h"
#include "codegen/ops/pad/pad.h"
#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {
namespace {

constexpr int64_t kMostPadding = INT16_MAX;  // what kernels have 16 bits for

// The window of a convolution, and what it takes for outside the image.
struct Border {
  ops::Window* window = nullptr;
  int32_t value = 0;
};

Border border_of(Operator& node) {
  if (auto* conv = dynamic_cast<ops::Conv2D*>(&node)) return {&conv->window, conv->input_zero_point};
  if (auto* conv = dynamic_cast<ops::DepthwiseConv2D*>(&node)) return {&conv->window, conv->input_zero_point};
  return {};
}

bool pads_rows_and_columns_only(const ops::Pad& pad) {
  const auto untouched = [](const ops::PadAxis& axis) { return axis.before == 0 && axis.after == 0; };
  return pad.axes.size() == 4 && untouched(pad.axes[0]) && untouched(pad.axes[3]);
}

}  // namespace

void fuse_pad(Graph& graph) {
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Border border = border_of(*graph.operators[i]);
    if (border.window == nullptr) continue;
    const int padded = graph.operators[i]->inputs[0];
    const auto writer = graph.writer(padded);
    const auto* pad = writer ? dynamic_cast<const ops::Pad*>(graph.operators[*writer].get()) : nullptr;
    const bool fits = pad != nullptr && pad->axes.size() == 4 &&
                      border.window->pad_top + pad->axes[1].before <= kMostPadding &&
                      border.window->pad_left + pad->axes[2].before <= kMostPadding;
    if (!fits || graph.readers(padded) != 1 || pad->value != border.value || !pads_rows_and_columns_only(*pad)) {
      continue;
    }
    border.window->pad_top += static_cast<int32_t>(pad->axes[1].before);
    border.window->pad_left += static_cast<int32_t>(pad->axes[2].before);
    border.window->input_height = static_cast<int32_t>(pad->axes[1].count);
    border.window->input_width = static_cast<int32_t>(pad->axes[2].count);
    graph.operators[i]->inputs[0] = pad->inputs[0];
    graph.fused.push_back({std::string(pad->name()), pad->inputs[0], padded, "padded by the operator that follows"});
    graph.operators.erase(graph.operators.begin() + static_cast<std::ptrdiff_t>(*writer));
    --i;  // what was at i has moved one place forward
  }
}

}  // namespace bitstill::codegen::passes
