// What CONV_2D and DEPTHWISE_CONV_2D have in common: a window with filters, zero points and a clamp.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "codegen/ops/activation.h"
#include "codegen/ops/filters.h"
#include "codegen/ops/window.h"

namespace bitstill::codegen::ops {

struct Convolution : Operator {
  int64_t parameter_bytes() const override { return filters.bytes(); }
  ClampRange* output_clamp() override { return &clamp; }

  // The fields with which both kernels' structs end.
  std::vector<std::pair<std::string, int64_t>> last_fields() const { return last_fields(window); }
  std::vector<std::pair<std::string, int64_t>> last_fields(const Window& of) const;  // of rows of the layer

  Window window;
  Filters filters;
  int32_t input_zero_point = 0;  // also what lies outside the image
  int32_t output_zero_point = 0;
  ClampRange clamp;
};

// Reads all but the filters, and returns the weights, whose outputs lie along `output_axis`.
template <class Options>
const Tensor& read_convolution(const tflite::OperatorView& view, int output_axis, Convolution& layer) {
  view.expect_counts(2, 3, 1);
  layer.inputs = {view.int8_input(0)};
  layer.outputs = {view.int8_output(0)};
  const Quantization& output = view.output_tensor(0).quantization;
  layer.input_zero_point = view.input_tensor(0).quantization.zero_point();
  layer.output_zero_point = output.zero_point();

  const auto* options = view.options<Options>();
  if (options == nullptr) view.refuse("lacks its options; the file is damaged");
  const Tensor& weights = int8_weights(view, 1, 4, output_axis);
  layer.window.kernel_height = weights.shape[1];
  layer.window.kernel_width = weights.shape[2];
  set_strides(view, *options, layer.window);
  set_dilations(view, *options, layer.window);
  set_shapes(view, layer.inputs[0], layer.outputs[0], options->padding(), layer.window);
  layer.clamp = fused_clamp(view, options->fused_activation_function(), output);
  return weights;
}

}  // namespace bitstill::codegen::ops
