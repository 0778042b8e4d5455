// Copies blocks of bytes from one regular place to another: what transposing, slicing, joining and splitting tensors
// come to once the generator has joined neighbouring axes.
//
// The bytes of a block lie side by side in input and output alike. Blocks are copied in the output's order; where the
// output lies before the input by what the generator's plan says, the two may overlap.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace bitstill::ops {

struct CopyAxis {
  int32_t count;
  int32_t input_step;  // bytes from one to the next; negative where the axis is walked backwards
  int32_t output_step;
};

inline void copy_blocks(CopyAxis blocks, size_t block_bytes, const int8_t* input, int8_t* output) noexcept {
  if (block_bytes == 1) {
    for (int32_t i = blocks.count; i > 0; --i, input += blocks.input_step, output += blocks.output_step) {
      *output = *input;
    }
    return;
  }
  for (int32_t i = blocks.count; i > 0; --i, input += blocks.input_step, output += blocks.output_step) {
    memmove(output, input, block_bytes);
  }
}

// The last axis is the innermost.
inline void strided_copy(const CopyAxis (&axes)[5], size_t block_bytes, const int8_t* input, int8_t* output) noexcept {
  for (int32_t i = axes[0].count; i > 0; --i, input += axes[0].input_step, output += axes[0].output_step) {
    const int8_t* input1 = input;
    int8_t* output1 = output;
    for (int32_t j = axes[1].count; j > 0; --j, input1 += axes[1].input_step, output1 += axes[1].output_step) {
      const int8_t* input2 = input1;
      int8_t* output2 = output1;
      for (int32_t k = axes[2].count; k > 0; --k, input2 += axes[2].input_step, output2 += axes[2].output_step) {
        const int8_t* input3 = input2;
        int8_t* output3 = output2;
        for (int32_t l = axes[3].count; l > 0; --l, input3 += axes[3].input_step, output3 += axes[3].output_step) {
          copy_blocks(axes[4], block_bytes, input3, output3);
        }
      }
    }
  }
}

}  // namespace bitstill::ops
