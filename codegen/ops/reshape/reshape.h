// RESHAPE, SQUEEZE and EXPAND_DIMS as the artifact says them: the same bytes under another shape. A pass removes them
// where nothing must be copied.
#pragma once

#include <memory>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Reshape final : Operator {
  Reshape(std::string_view name, std::string_view short_name) : name_(name), short_name_(short_name) {}

  std::string_view name() const override { return name_; }
  std::string_view short_name() const override { return short_name_; }
  bool identity() const override { return true; }
  std::optional<InPlace> in_place(size_t) const override { return InPlace{}; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int64_t bytes = 0;

 private:
  std::string_view name_;
  std::string_view short_name_;
};

std::unique_ptr<Operator> read_reshape(const tflite::OperatorView& view);
std::unique_ptr<Operator> read_squeeze(const tflite::OperatorView& view);
std::unique_ptr<Operator> read_expand_dims(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
