#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "codegen/ops/resize_nearest_neighbor/resize_nearest_neighbor.h"

namespace bitstill::codegen::ops {
namespace {

constexpr int32_t kLargestSide = 1 << 15;

}  // namespace

std::vector<int32_t> nearest_places(int32_t input_size, int32_t output_size, NearestRule rule) {
  const bool to_corners = rule.align_corners && output_size > 1;
  const float scale = to_corners ? static_cast<float>(input_size - 1) / static_cast<float>(output_size - 1)
                                 : static_cast<float>(input_size) / static_cast<float>(output_size);
  const float offset = rule.half_pixel_centers ? 0.5F : 0.0F;
  std::vector<int32_t> places;
  for (int32_t i = 0; i < output_size; ++i) {
    const float real = (static_cast<float>(i) + offset) * scale;
    const auto place = static_cast<int64_t>(rule.align_corners ? std::round(real) : std::floor(real));
    places.push_back(static_cast<int32_t>(std::clamp<int64_t>(place, 0, input_size - 1)));
  }
  return places;
}

std::unique_ptr<Operator> read_resize_nearest_neighbor(const tflite::OperatorView& view) {
  view.expect_counts(2, 2, 1);
  auto layer = std::make_unique<ResizeNearestNeighbor>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  view.expect_same_quantization(input, output);
  const auto size = view.int32_parameter(1, "size");
  if (input.shape.size() != 4 || input.shape[0] != 1 || size.size() != 2 ||
      output.shape != std::vector<int32_t>{1, size[0], size[1], input.shape[3]}) {
    view.refuse(
        fmt::format("input {} and output {} are not images [1, height, width, channels] of its size; export "
                    "the model with a batch of 1",
                    describe(input), describe(output)));
  }
  if (size[0] > kLargestSide || size[1] > kLargestSide) {
    view.refuse(fmt::format("resizes to {}x{}, at most {} rows and columns are supported; resize to fewer", size[0],
                            size[1], kLargestSide));
  }
  NearestRule rule;
  if (const auto* options = view.options<tflite::schema::ResizeNearestNeighborOptions>(); options != nullptr) {
    rule = {options->align_corners(), options->half_pixel_centers()};
  }
  layer->input_width = input.shape[2];
  layer->channels = input.shape[3];
  layer->rows = nearest_places(input.shape[1], size[0], rule);
  layer->columns = nearest_places(input.shape[2], size[1], rule);
  return layer;
}

}  // namespace bitstill::codegen::ops
