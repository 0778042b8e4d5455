// From real factors to the integers the device multiplies with. Host only: these are the only floats of the arithmetic.
#pragma once

#include <cstdint>

#include "codegen/arithmetic/rounding.h"

namespace bitstill::arithmetic {

// The nearest Scale to `factor` >= 0 (TFLite's QuantizeMultiplier): the fraction rounds half away from zero; factors
// below 2^-32 become 0. Throws Error for a negative or non-finite factor or one of 2^31 and more.
Scale quantize_multiplier(double factor);

// The same without scales below 2^-30, which round every |x| < 2^29 to 0: what multiply_below_one asks for.
Scale quantize_multiplier_or_zero(double factor);

// The largest |q - zero_point| whose value scaled by 2^left_shift still fits `integer_bits` integer bits of 31
// (TFLite's CalculateInputRadius): beyond it exp, logistic and tanh saturate.
int32_t input_radius(int integer_bits, int left_shift);

// limit = zero_point + round(bound / scale), in float as TFLite computes it: where a fused activation clamps.
int32_t quantize_bound(float bound, float scale, int32_t zero_point);

}  // namespace bitstill::arithmetic
