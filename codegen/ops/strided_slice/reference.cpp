#include <fmt/format.h>

#include <algorithm>

#include "codegen/graph/values.h"
#include "codegen/ops/strided_slice/strided_slice.h"

namespace bitstill::codegen::ops {

std::string StridedSlice::parameters() const {
  std::string text;
  for (const Slice& slice : slices) {
    text += fmt::format("{}{} from {}", text.empty() ? "" : ", ", slice.count, slice.begin);
    if (slice.count > 1 && slice.stride != 1) text += fmt::format(" by {}", slice.stride);
  }
  return text;
}

bool StridedSlice::identity() const {
  for (size_t axis = 0; axis < slices.size(); ++axis) {
    const bool whole = slices[axis].count == input_shape[axis] && (slices[axis].stride == 1 || input_shape[axis] == 1);
    if (!whole) return false;
  }
  return true;
}

// Walking forwards, each byte moves towards the front, or stays.
std::optional<InPlace> StridedSlice::in_place(size_t) const {
  const bool forwards = std::ranges::all_of(slices, [](const Slice& slice) { return slice.stride > 0; });
  return forwards ? std::optional(InPlace{}) : std::nullopt;
}

void StridedSlice::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  auto output = values.int8(outputs[0]).begin();
  Shape counts;
  for (const Slice& slice : slices) counts.push_back(slice.count);
  for_each_index(counts, [&](const Shape& index) {
    Shape source(index.size());
    for (size_t axis = 0; axis < index.size(); ++axis) {
      source[axis] = slices[axis].begin + index[axis] * slices[axis].stride;
    }
    *output++ = input[position(input_shape, source)];
  });
}

}  // namespace bitstill::codegen::ops
