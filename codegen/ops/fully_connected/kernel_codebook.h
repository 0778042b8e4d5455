// Fully connected layer whose weights are places in a codebook.
//
// An input meets only as many different weights as the codebook has, so its products with all of them are made first:
// every weight is then a look into that table and a sum, without a multiplication. Eight inputs are taken at a time,
// whose weights for one output lie in one word; outputs' sums are kept in working memory meanwhile.
#pragma once

#include "codegen/arithmetic/rounding.h"
#include "codegen/arithmetic/settle.h"

namespace bitstill::ops {

struct FullyConnectedCodebook {
  int32_t rows;  // input vectors
  int32_t inputs;
  int32_t outputs;
  int32_t codebook;  // its weights
  int32_t output_zero_point;
  int32_t minimum;  // the fused activation, on the output's grid
  int32_t maximum;
};

constexpr int32_t kCodedInputs = 8;  // taken at a time

// The products of eight inputs, plus 128, with each weight of the codebook; a table for every input.
template <int kBits>
[[gnu::noinline]] void multiply_codebook(const int8_t* input, const int8_t* codebook, int32_t weights,
                                         int32_t* products) noexcept {
  const int32_t x0 = input[0] + 128, x1 = input[1] + 128, x2 = input[2] + 128, x3 = input[3] + 128;
  const int32_t x4 = input[4] + 128, x5 = input[5] + 128, x6 = input[6] + 128, x7 = input[7] + 128;
  constexpr int32_t kTable = 1 << kBits;
  for (; weights > 0; --weights, ++products) {
    const int32_t weight = *codebook++;
    products[0] = x0 * weight;
    products[kTable] = x1 * weight;
    products[2 * kTable] = x2 * weight;
    products[3 * kTable] = x3 * weight;
    products[4 * kTable] = x4 * weight;
    products[5 * kTable] = x5 * weight;
    products[6 * kTable] = x6 * weight;
    products[7 * kTable] = x7 * weight;
  }
}

// Adds the products of eight inputs to the sum of every output.
template <int kBits, class Word>
[[gnu::noinline]] void add_coded_inputs(const int32_t* products, const Word* codes, int32_t outputs,
                                        uint32_t* sums) noexcept {
  constexpr uint32_t kMask = (1 << kBits) - 1;
  for (; outputs > 0; --outputs) {
    const uint32_t word = *codes++;
    uint32_t sum = *sums;
    const auto add = [&](int32_t i) {
      sum += static_cast<uint32_t>(products[(i << kBits) + static_cast<int32_t>((word >> (i * kBits)) & kMask)]);
      arithmetic::settle(sum);
    };
    add(0);
    add(1);
    add(2);
    add(3);
    add(4);
    add(5);
    add(6);
    add(7);
    *sums++ = sum;
  }
}

// Word holds eight codes, the first in its lowest bits: of every eight inputs one for each output. `scratch` has room
// for eight tables and a sum for each output. Inputs count plus 128, which is part of the zero point that is folded
// into the bias; what is missing of the last eight counts as nothing. Sums wrap on the way; the generator made sure
// that each final one fits.
template <int kBits, class Word, class Bias, class Scales>
void fully_connected_codebook(const FullyConnectedCodebook& layer, const int8_t* input, const Word* codes,
                              const int8_t* codebook, const Bias* bias, Scales scales, int32_t* scratch,
                              int8_t* output) noexcept {
  auto* const sums = reinterpret_cast<uint32_t*>(scratch + (kCodedInputs << kBits));
  for (int32_t row = layer.rows; row > 0; --row) {
    for (int32_t i = 0; i < layer.outputs; ++i) sums[i] = static_cast<uint32_t>(bias[i]);
    const Word* words = codes;
    for (int32_t left = layer.inputs; left > 0; left -= kCodedInputs, words += layer.outputs) {
      int8_t last[kCodedInputs] = {-128, -128, -128, -128, -128, -128, -128, -128};
      const bool whole = left >= kCodedInputs;
      for (int32_t i = 0; !whole && i < left; ++i) last[i] = input[i];
      multiply_codebook<kBits>(whole ? input : last, codebook, layer.codebook, scratch);
      add_coded_inputs<kBits>(scratch, words, layer.outputs, sums);
      input += whole ? kCodedInputs : left;
    }
    for (int32_t i = 0; i < layer.outputs; ++i) {
      const int32_t value = arithmetic::multiply(static_cast<int32_t>(sums[i]), scales[i]) + layer.output_zero_point;
      *output++ = static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
    }
  }
}

}  // namespace bitstill::ops
