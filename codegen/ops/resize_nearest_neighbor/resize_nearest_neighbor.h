// RESIZE_NEAREST_NEIGHBOR as the artifact says it: every output pixel is the input pixel nearest to it.
#pragma once

#include <memory>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct ResizeNearestNeighbor final : Operator {
  std::string_view name() const override { return "RESIZE_NEAREST_NEIGHBOR"; }
  std::string_view short_name() const override { return "resize"; }
  std::string parameters() const override;
  std::optional<InPlace> in_place(size_t input) const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int32_t input_width = 0;
  int32_t channels = 0;
  // The input row of each output row, and the input column of each output column: never falling.
  std::vector<int32_t> rows;
  std::vector<int32_t> columns;
};

struct NearestRule {
  bool align_corners = false;
  bool half_pixel_centers = false;
};

// The input place of each of `output_size` output places of one axis, in float as TFLite Micro computes it.
std::vector<int32_t> nearest_places(int32_t input_size, int32_t output_size, NearestRule rule);

std::unique_ptr<Operator> read_resize_nearest_neighbor(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
