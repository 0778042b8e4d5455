// AVERAGE_POOL_2D and MAX_POOL_2D as the artifact says them: each output channel of a pixel is the mean or the largest
// of its channel's values in the window, padding left out.
#pragma once

#include <memory>

#include "codegen/ops/activation.h"
#include "codegen/ops/window.h"

namespace bitstill::codegen::ops {

enum class PoolResult { kMean, kLargest };

struct Pool2D final : Operator {
  explicit Pool2D(PoolResult what) : result(what) {}

  std::string_view name() const override { return mean() ? "AVERAGE_POOL_2D" : "MAX_POOL_2D"; }
  std::string_view short_name() const override { return mean() ? "average_pool" : "max_pool"; }
  std::string parameters() const override;
  std::optional<InPlace> in_place(size_t) const override { return over_input; }
  ClampRange* output_clamp() override { return &clamp; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  bool mean() const { return result == PoolResult::kMean; }

  PoolResult result;
  Window window;
  ClampRange clamp;
  InPlace over_input;
};

std::unique_ptr<Operator> read_average_pool_2d(const tflite::OperatorView& view);
std::unique_ptr<Operator> read_max_pool_2d(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
