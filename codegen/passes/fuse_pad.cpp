#include "codegen/ops/convolution.h"
#include "codegen/ops/pad/pad.h"
#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {
namespace {

constexpr int64_t kMostPadding = INT16_MAX;  // what kernels have 16 bits for

bool pads_rows_and_columns_only(const ops::Pad& pad) {
  const auto untouched = [](const ops::PadAxis& axis) { return axis.before == 0 && axis.after == 0; };
  return pad.axes.size() == 4 && untouched(pad.axes[0]) && untouched(pad.axes[3]);
}

}  // namespace

void fuse_pad(Graph& graph) {
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    auto* convolution = dynamic_cast<ops::Convolution*>(graph.operators[i].get());
    if (convolution == nullptr) continue;
    ops::Window& window = convolution->window;
    const int padded = convolution->inputs[0];
    const auto writer = graph.writer(padded);
    const auto* pad = writer ? dynamic_cast<const ops::Pad*>(graph.operators[*writer].get()) : nullptr;
    const bool fits = pad != nullptr && pad->axes.size() == 4 && window.pad_top + pad->axes[1].before <= kMostPadding &&
                      window.pad_left + pad->axes[2].before <= kMostPadding;
    if (!fits || graph.readers(padded) != 1 || pad->value != convolution->input_zero_point ||
        !pads_rows_and_columns_only(*pad)) {
      continue;
    }
    window.pad_top += static_cast<int32_t>(pad->axes[1].before);
    window.pad_left += static_cast<int32_t>(pad->axes[2].before);
    window.input_height = static_cast<int32_t>(pad->axes[1].count);
    window.input_width = static_cast<int32_t>(pad->axes[2].count);
    convolution->inputs[0] = pad->inputs[0];
    graph.fused.push_back({std::string(pad->name()), pad->inputs[0], padded, "padded by the operator that follows"});
    graph.operators.erase(graph.operators.begin() + static_cast<std::ptrdiff_t>(*writer));
    --i;  // what was at i has moved one place forward
  }
}

}  // namespace bitstill::codegen::passes
