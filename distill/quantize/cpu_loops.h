// The inner loops of fake-quantisation on the CPU: plain C++ on plain memory, each a single pass.
//
// They round with codegen/arithmetic itself, so what training sees is what the device computes. On other devices the
// functions that call them fall back to tensor operations, which give the same numbers (tests/distill/cpu_loops_test).
#pragma once

#include <cstdint>

#include "codegen/arithmetic/rounding.h"
#include "distill/quantize/grid.h"

namespace bitstill::distill::cpu {

// rows * columns values, row after row.
template <class Number>
struct Matrix {
  const Number* values;
  int64_t rows;
  int64_t columns;
};

// values[i] = q - zero_point of real[i] on the grid: halves round away from zero, the ends saturate.
void round_to_grid(const float* real, int64_t count, const Grid& grid, float* values);

// The largest |value| of every row; a NaN counts as larger than any number.
void row_magnitudes(const Matrix<float>& matrix, float* largest);

// rounded = clamp(round(weight / scale), -127, 127), with `scales` one for all rows or one for each. Returns the
// sum of |rounded| of every row in `row_sums`.
void round_weights(const Matrix<float>& weights, const float* scales, bool per_row, float* rounded, int32_t* row_sums);

// What an accumulator becomes: values = clamp(scaled + zero_point, limits) - zero_point, inside = 1 where the clamp
// changed nothing and 0 elsewhere.
struct RequantizeLoop {
  const arithmetic::Scale* scales;  // one for all columns or one for each
  bool per_column;
  int32_t zero_point;
  Limits limits;
};
template <class Number>
void requantize(const Matrix<Number>& accumulator, const RequantizeLoop& loop, float* values, float* inside);

}  // namespace bitstill::distill::cpu
