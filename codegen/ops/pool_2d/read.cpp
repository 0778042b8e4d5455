#include <fmt/format.h>

#include <cmath>

#include "codegen/ops/pool_2d/pool_2d.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

constexpr int64_t kMostTaps = (1 << 16) - 1;  // what arithmetic::MeanDivisor divides by

// TFLite Micro pools raw values and lets scales differ by no more than this.
void expect_equal_grids(const OperatorView& view, const Tensor& input, const Tensor& output) {
  constexpr double kTolerance = 1e-6;
  const double difference = std::abs(input.quantization.scale() - output.quantization.scale());
  if (difference <= kTolerance && input.quantization.zero_point() == output.quantization.zero_point()) return;
  view.expect_same_quantization(input, output);
}

std::unique_ptr<Operator> read_pool_2d(const OperatorView& view, PoolResult result) {
  view.expect_counts(1, 1, 1);
  auto layer = std::make_unique<Pool2D>(result);
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  expect_equal_grids(view, input, output);

  const auto* options = view.options<tflite::schema::Pool2DOptions>();
  if (options == nullptr) view.refuse("lacks its options; the file is damaged");
  Window& window = layer->window;
  window.kernel_height = options->filter_height();
  window.kernel_width = options->filter_width();
  const int64_t taps = int64_t{window.kernel_height} * window.kernel_width;
  if (window.kernel_height < 1 || window.kernel_width < 1 || taps > kMostTaps) {
    view.refuse(fmt::format("pools windows of {}x{}, 1 to {} values were expected; the file is damaged",
                            window.kernel_height, window.kernel_width, kMostTaps));
  }
  set_strides(view, *options, window);
  set_shapes(view, layer->inputs[0], layer->outputs[0], options->padding(), window);
  if (window.input_channels != window.output_channels) {
    view.refuse(fmt::format("input {} and output {} have different channels; the file is damaged", describe(input),
                            describe(output)));
  }
  layer->clamp = fused_clamp(view, options->fused_activation_function(), output.quantization);
  layer->over_input = window_in_place(window, window.output_channels, 1);
  return layer;
}

}  // namespace

std::unique_ptr<Operator> read_average_pool_2d(const OperatorView& view) {
  return read_pool_2d(view, PoolResult::kMean);
}

std::unique_ptr<Operator> read_max_pool_2d(const OperatorView& view) {
  return read_pool_2d(view, PoolResult::kLargest);
}

}  // namespace bitstill::codegen::ops
