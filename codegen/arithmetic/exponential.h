// exp, logistic and tanh in 32-bit fixed point, bit for bit as gemmlowp defines them and TFLite Micro uses them.
//
// Host only: int8 inputs have 256 values, so the device gets tables made from these. Qm.n: m integer, n fraction bits.
#pragma once

#include <cstdint>

namespace bitstill::arithmetic {

// exp(a) in Q0.31 for a <= 0 given with `integer_bits` integer bits (4 or 5); exp(0) is INT32_MAX.
int32_t exp_on_negative_values(int32_t a, int integer_bits);

// 1 / (1 + exp(-a)) in Q0.31, a in Q4.27.
int32_t logistic(int32_t a);

// tanh(a) in Q0.31, a in Q4.27.
int32_t tanh(int32_t a);

}  // namespace bitstill::arithmetic
