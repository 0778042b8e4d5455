// Copies between tensors as the device makes them, and walks over tensors as their meaning is written.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "codegen/graph/operator.h"

namespace bitstill::codegen::ops {

using Shape = std::vector<int32_t>;

constexpr size_t kMostAxes = 5;  // of a tensor that is copied axis by axis

// Bytes from one index of each axis to the next in a dense int8 tensor.
std::vector<int64_t> dense_steps(const Shape& shape);
size_t position(const Shape& shape, const Shape& index);
// Calls `visit` for every index of a tensor, the last axis running fastest.
void for_each_index(const Shape& shape, const std::function<void(const Shape& index)>& visit);

struct CopyAxis {
  int64_t count = 1;
  int64_t input_step = 0;
  int64_t output_step = 0;
};

// Blocks of bytes that lie side by side, along some axes. Starts out as single bytes.
struct StridedCopy {
  std::vector<CopyAxis> axes;  // outermost first
  int64_t block_bytes = 1;
  int64_t input_offset = 0;
  int64_t output_offset = 0;

  // Joins axes and blocks wherever two can be walked as one.
  void simplify();
};

// Writes a simplified copy as one step of the layer. `input` and `output` are expressions.
void emit_copy(LayerEmitter& emitter, const StridedCopy& copy, const std::string& input, const std::string& output);

}  // namespace bitstill::codegen::ops
