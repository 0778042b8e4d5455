#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "codegen/ops/transpose/transpose.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

void check_permutation(const OperatorView& view, const Shape& input, const std::vector<int32_t>& permutation) {
  std::vector<int32_t> sorted = permutation;
  std::ranges::sort(sorted);
  bool once_each = sorted.size() == input.size();
  for (size_t i = 0; i < sorted.size(); ++i) once_each = once_each && sorted[i] == static_cast<int32_t>(i);
  if (once_each) return;
  view.refuse(fmt::format("its permutation [{}] does not name each of {} axes once; the file is damaged",
                          fmt::join(permutation, ", "), input.size()));
}

}  // namespace

std::unique_ptr<Operator> read_transpose(const OperatorView& view) {
  view.expect_counts(2, 2, 1);
  auto layer = std::make_unique<Transpose>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  view.expect_same_quantization(input, output);
  if (input.shape.size() > kMostAxes) {
    view.refuse(fmt::format("input {} has more than {} axes; join some with a reshape", describe(input), kMostAxes));
  }
  layer->input_shape = input.shape;
  layer->permutation = view.int32_parameter(1, "permutation");
  check_permutation(view, input.shape, layer->permutation);
  Shape expected;
  for (const int32_t axis : layer->permutation) expected.push_back(input.shape[static_cast<size_t>(axis)]);
  if (output.shape != expected) {
    view.refuse(fmt::format("output {} is not [{}], as input and permutation say; the file is damaged",
                            describe(output), fmt::join(expected, ", ")));
  }
  const auto input_steps = dense_steps(input.shape);
  const auto output_steps = dense_steps(output.shape);
  for (size_t i = 0; i < expected.size(); ++i) {
    layer->copy.axes.push_back({expected[i], input_steps[static_cast<size_t>(layer->permutation[i])], output_steps[i]});
  }
  layer->copy.simplify();
  return layer;
}

}  // namespace bitstill::codegen::ops
