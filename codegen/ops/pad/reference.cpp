#include <fmt/format.h>

#include <algorithm>

#include "codegen/graph/values.h"
#include "codegen/ops/pad/pad.h"
#include "codegen/ops/strided_copy/strided_copy.h"

namespace bitstill::codegen::ops {

std::string Pad::parameters() const {
  std::string text = fmt::format("value {}", value);
  for (size_t axis = 0; axis < axes.size(); ++axis) {
    const PadAxis& one = axes[axis];
    if (one.before + one.after > 0) text += fmt::format(", axis {}: {} before {} after", axis, one.before, one.after);
  }
  return text;
}

bool Pad::identity() const {
  return std::ranges::all_of(axes, [](const PadAxis& axis) { return axis.before + axis.after == 0; });
}

std::vector<PadAxis> Pad::joined_axes() const {
  std::vector<PadAxis> joined;  // innermost first
  int64_t bytes = 1;            // of one index of the output's axis
  for (size_t i = axes.size(); i-- > 0;) {
    const PadAxis& axis = axes[i];
    if (axis.count == 1 && axis.before + axis.after == 0) continue;
    const PadAxis in_bytes = {axis.count, axis.before * bytes, axis.after * bytes};
    if (!joined.empty() && joined.back().before + joined.back().after == 0) {
      joined.back() = {joined.back().count * axis.count, in_bytes.before, in_bytes.after};
    } else {
      joined.push_back(in_bytes);
    }
    bytes *= axis.before + axis.count + axis.after;
  }
  std::ranges::reverse(joined);
  return joined;
}

// Until the last input byte has been read, the output must not come past it: all padding before it lies between them.
std::optional<InPlace> Pad::in_place(size_t) const {
  int64_t input_last = 0, output_last = 0;
  for (const PadAxis& axis : axes) {
    input_last = input_last * axis.count + axis.count - 1;
    output_last = output_last * (axis.before + axis.count + axis.after) + axis.before + axis.count - 1;
  }
  return InPlace{output_last - input_last};
}

void Pad::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const auto output = values.int8(outputs[0]);
  Shape from, to;
  for (const PadAxis& axis : axes) {
    from.push_back(static_cast<int32_t>(axis.count));
    to.push_back(static_cast<int32_t>(axis.before + axis.count + axis.after));
  }
  std::ranges::fill(output, static_cast<int8_t>(value));
  for_each_index(from, [&](const Shape& index) {
    Shape target = index;
    for (size_t axis = 0; axis < target.size(); ++axis) target[axis] += static_cast<int32_t>(axes[axis].before);
    output[position(to, target)] = input[position(from, index)];
  });
}

}  // namespace bitstill::codegen::ops
