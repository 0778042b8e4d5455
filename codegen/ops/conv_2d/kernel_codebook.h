// Convolution whose weights are places in a codebook: conv_2d.h with this loop of products.
#pragma once

#include "codegen/ops/conv_2d/kernel.h"
#include "codegen/pack/codebook_weights.h"

namespace bitstill::ops {

// The products of a tap of four patches with the weights of two channels.
inline void add_pair(const uint8_t* patches, uint32_t pair, BlockSums& sums) noexcept {
  sums.add_products(patches, pair & 255, pair >> 8);
}

// multiply_block of conv_2d.h for these weights, which are interleaved in the same way.
template <int kBits>
[[gnu::noinline]] void multiply_block(const uint8_t* patches, pack::CodePairs<kBits> weights, int32_t taps,
                                      const int32_t* bias, int32_t channels, Block& block) noexcept {
  BlockSums sums = block.start(bias[0], bias[channels - 1]);
  if (channels == 2) {
    for (; taps >= 8; taps -= 8, patches += 8 * kBlockPixels, weights.codes += 2 * kBits) {
      add_pair(patches, weights[0], sums);
      add_pair(patches + kBlockPixels, weights[1], sums);
      add_pair(patches + 2 * kBlockPixels, weights[2], sums);
      add_pair(patches + 3 * kBlockPixels, weights[3], sums);
      add_pair(patches + 4 * kBlockPixels, weights[4], sums);
      add_pair(patches + 5 * kBlockPixels, weights[5], sums);
      add_pair(patches + 6 * kBlockPixels, weights[6], sums);
      add_pair(patches + 7 * kBlockPixels, weights[7], sums);
    }
    for (int32_t tap = 0; tap < taps; ++tap, patches += kBlockPixels) add_pair(patches, weights[tap], sums);
  } else {  // a pair is two taps of one channel
    for (int32_t tap = 0; tap < taps; ++tap, patches += kBlockPixels) {
      const uint32_t pair = weights[tap / 2];
      sums.add_products(patches, tap % 2 == 0 ? pair & 255 : pair >> 8, 0);
    }
  }
  block.keep(sums);
}

}  // namespace bitstill::ops
