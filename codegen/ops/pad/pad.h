// PAD and PADV2 as the artifact says them: the input with a value around it, zero or one of its own.
#pragma once

#include <memory>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct PadAxis {
  int64_t count = 1;  // of the input
  int64_t before = 0;
  int64_t after = 0;
};

struct Pad final : Operator {
  explicit Pad(std::string_view name) : name_(name) {}

  std::string_view name() const override { return name_; }
  std::string_view short_name() const override { return "pad"; }
  std::string parameters() const override;
  bool identity() const override;
  std::optional<InPlace> in_place(size_t input) const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  // At most four axes, outermost first, padding in bytes: those without padding are joined with their neighbours.
  std::vector<PadAxis> joined_axes() const;

  std::vector<PadAxis> axes;  // padding in indices
  int32_t value = 0;

 private:
  std::string_view name_;
};

std::unique_ptr<Operator> read_pad(const tflite::OperatorView& view);
std::unique_ptr<Operator> read_padv2(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
