// The Fourier transform of real samples in 32-bit fixed point: a complex transform of half the size over pairs of
// samples, then one pass that takes the two halves apart.
//
// Cooley and Tukey 1965, radix 2, in place, input in bit-reversed order. The first two stages multiply by 1 and -i only
// and are one pass; they find room for two more bits. Every later stage halves its values, so nothing overflows
// whatever the input, and 32 bits lose less than 16-bit samples bring along. A quarter of a sine wave serves all
// stages: a factor of the first quarter, turned by -i, is the one a quarter further on.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "window.h"

namespace bitstill::features {

struct FftTable {
  const int16_t* sine;  // sin(2 pi k / size) for k = 0 ... size / 4, Q15
  int32_t log2_size;    // samples; 6 to 11
};

inline void first_two_stages(Complex* points, const Complex* end) noexcept {
  for (Complex* p = points; p < end; p += 4) {
    const Complex a = p[0];
    const Complex b = p[1];
    const Complex c = p[2];
    const Complex d = p[3];
    const Complex even_sum = {a.real + b.real, a.imaginary + b.imaginary};
    const Complex even_difference = {a.real - b.real, a.imaginary - b.imaginary};
    const Complex odd_sum = {c.real + d.real, c.imaginary + d.imaginary};
    const Complex odd_difference = {c.real - d.real, c.imaginary - d.imaginary};
    p[0] = {even_sum.real + odd_sum.real, even_sum.imaginary + odd_sum.imaginary};
    p[1] = {even_difference.real + odd_difference.imaginary, even_difference.imaginary - odd_difference.real};
    p[2] = {even_sum.real - odd_sum.real, even_sum.imaginary - odd_sum.imaginary};
    p[3] = {even_difference.real - odd_difference.imaginary, even_difference.imaginary + odd_difference.real};
  }
}

// Half of point * (cosine - i sine).
inline Complex half_rotated(const Complex& point, int32_t cosine, int32_t sine) noexcept {
  return {half_product(point.real, cosine) + half_product(point.imaginary, sine),
          half_product(point.imaginary, cosine) - half_product(point.real, sine)};
}

// Joins transforms of `half` points to transforms of twice as many: top / 2 +- factor * bottom / 2.
inline void join(Complex* points, const Complex* end, int32_t half, const int16_t* sine, int32_t step,
                 int32_t quarter) noexcept {
  const int16_t* cosine_at = sine + quarter;
  const int16_t* sine_at = sine;
  for (Complex* first = points; first < points + half / 2; ++first) {
    const int32_t cosine_value = *cosine_at;
    const int32_t sine_value = *sine_at;
    cosine_at -= step;
    sine_at += step;
    for (Complex* top = first; top < end; top += 2 * half) {
      Complex* const bottom = top + half;
      const Complex turned = half_rotated(*bottom, cosine_value, sine_value);
      const Complex kept = {top->real >> 1, top->imaginary >> 1};
      *top = {kept.real + turned.real, kept.imaginary + turned.imaginary};
      *bottom = {kept.real - turned.real, kept.imaginary - turned.imaginary};

      Complex* const later_top = top + half / 2;
      Complex* const later_bottom = bottom + half / 2;
      const Complex later = half_rotated(*later_bottom, cosine_value, sine_value);  // still to be turned by -i
      const Complex later_kept = {later_top->real >> 1, later_top->imaginary >> 1};
      *later_top = {later_kept.real + later.imaginary, later_kept.imaginary - later.real};
      *later_bottom = {later_kept.real - later.imaginary, later_kept.imaginary + later.real};
    }
  }
}

// From the transform of pairs to the samples' own: bins 0 ... points - 1; the one at half the sample rate, real as bin
// 0 is, lies in bin 0's imaginary part. Two more bits are needed, at most.
inline void take_apart(Complex* points, int32_t count, const int16_t* sine) noexcept {
  const Complex zero = *points;
  *points = {zero.real + zero.imaginary, zero.real - zero.imaginary};
  const int16_t* sine_at = sine + 1;
  const int16_t* cosine_at = sine + count / 2 - 1;
  Complex* high = points + count - 1;
  for (Complex* low = points + 1; low <= high; ++low, --high) {
    const Complex a = *low;
    const Complex b = *high;
    const Complex even = {(a.real + b.real) >> 1, (a.imaginary - b.imaginary) >> 1};
    const Complex odd = half_rotated({a.imaginary + b.imaginary, b.real - a.real}, *cosine_at, *sine_at);
    *high = {even.real - odd.real, odd.imaginary - even.imaginary};
    *low = {even.real + odd.real, even.imaginary + odd.imaginary};
    ++sine_at;
    --cosine_at;
  }
}

// `points`: as apply_window leaves them, with |values| < 2^27. Afterwards the spectrum, divided by an eighth of the
// size.
inline void real_fft(const FftTable& table, Complex* points) noexcept {
  const int32_t quarter = 1 << (table.log2_size - 2);
  const int32_t count = 2 * quarter;
  const Complex* const end = points + count;
  first_two_stages(points, end);
  int32_t step = quarter / 2;
  for (int32_t half = 4; half < count; half *= 2) {
    join(points, end, half, table.sine, step, quarter);
    step /= 2;
  }
  take_apart(points, count, table.sine);
}

}  // namespace bitstill::features
