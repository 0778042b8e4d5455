#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/ops/mean/mean.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

std::vector<bool> reduced_axes(const OperatorView& view, const Tensor& input) {
  const auto rank = static_cast<int32_t>(input.shape.size());
  std::vector<bool> reduced(input.shape.size(), false);
  for (const int32_t axis : view.int32_parameter(1, "list of axes")) {
    if (axis < -rank || axis >= rank) {
      view.refuse(fmt::format("reduces axis {} of input {}; the file is damaged", axis, describe(input)));
    }
    reduced[static_cast<size_t>(axis < 0 ? axis + rank : axis)] = true;
  }
  return reduced;
}

// Even groups are kept, odd ones reduced; axes of length 1 belong to either.
std::array<int32_t, 5> group_axes(const OperatorView& view, const Tensor& input, const std::vector<bool>& reduced) {
  std::array<int32_t, 5> groups = {1, 1, 1, 1, 1};
  size_t group = groups.size();
  for (size_t axis = input.shape.size(); axis-- > 0;) {
    if (input.shape[axis] == 1) continue;
    if (group == groups.size()) group = reduced[axis] ? 3 : 4;
    const bool same = (group % 2 == 1) == reduced[axis];
    if (!same && group == 0) {
      view.refuse(fmt::format("reduces three groups of axes of input {}, two are supported; take the mean in two steps",
                              describe(input)));
    }
    if (!same) --group;
    groups[group] *= input.shape[axis];
  }
  return groups;
}

// TFLite Micro divides the multiplier by the count, after shifting it up as far as the count's own bits allow.
arithmetic::Scale divided(arithmetic::Scale scale, int32_t count) {
  const int32_t bits = std::bit_width(static_cast<uint32_t>(count)) - 1;
  const int32_t shift = std::min(bits, 31 + scale.shift);
  return {static_cast<int32_t>((int64_t{scale.multiplier} << shift) / count), scale.shift - shift};
}

}  // namespace

std::unique_ptr<Operator> read_mean(const OperatorView& view) {
  view.expect_counts(2, 2, 1);
  auto layer = std::make_unique<Mean>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  layer->input_shape = input.shape;
  layer->reduced = reduced_axes(view, input);
  layer->groups = group_axes(view, input, layer->reduced);
  const int64_t count = int64_t{layer->groups[1]} * layer->groups[3];
  if (output.elements() != input.elements() / count) {
    view.refuse(fmt::format("input {} and output {} do not fit its axes; the file is damaged", describe(input),
                            describe(output)));
  }
  const double factor = static_cast<double>(input.quantization.scale()) / output.quantization.scale();
  // A sum is below 255 * count, and requantising shifts it up by no more than the factor's bits less the count's.
  if (count >= 1 << 23 || factor >= 1 << 21) {
    view.refuse(
        fmt::format("averages {} values with a factor {}, fewer than 2^23 and below 2^21 were expected; the "
                    "file is damaged",
                    count, factor));
  }
  layer->count = static_cast<int32_t>(count);
  layer->input_zero_point = input.quantization.zero_point();
  layer->output_zero_point = output.quantization.zero_point();
  layer->scale = divided(arithmetic::quantize_multiplier(factor), layer->count);
  return layer;
}

}  // namespace bitstill::codegen::ops
