// Convolution whose weights are places in a codebook: conv_2d.h with this loop of products.
#pragma once

#include "codegen/ops/conv_2d/kernel.h"
#include "codegen/pack/codebook_weights.h"

namespace bitstill::ops {

// The products of the taps whose weights, of two channels, lie in one byte.
template <int kBits>
inline void add_coded_products(const uint8_t* patches, uint32_t codes, const uint8_t* codebook,
                               BlockSums& sums) noexcept {
  constexpr uint32_t kMask = (1 << kBits) - 1;
  for (int32_t bit = 0; bit < 8; bit += 2 * kBits, patches += kBlockPixels)
    sums.add_products(patches, codebook[(codes >> bit) & kMask], codebook[(codes >> (bit + kBits)) & kMask]);
}

// multiply_block of conv_2d.h for these weights, which are interleaved in the same way.
template <int kBits>
[[gnu::noinline]] void multiply_block(const uint8_t* patches, pack::Codes<kBits> weights, int32_t taps,
                                      const int32_t* bias, int32_t channels, Block& block) noexcept {
  constexpr int32_t kTaps = 4 / kBits;  // of a byte
  const auto bias0 = static_cast<uint32_t>(bias[0]);
  const auto bias1 = static_cast<uint32_t>(bias[channels - 1]);
  const uint32_t* offsets = block.offsets;
  BlockSums sums = {bias0 - offsets[0], bias0 - offsets[1], bias0 - offsets[2], bias0 - offsets[3],
                    bias1 - offsets[0], bias1 - offsets[1], bias1 - offsets[2], bias1 - offsets[3]};
  if (channels == 2) {
    for (; taps >= 4 * kTaps; taps -= 4 * kTaps, patches += 4 * kTaps * kBlockPixels, weights.codes += 4) {
      add_coded_products<kBits>(patches, weights.codes[0], weights.codebook, sums);
      add_coded_products<kBits>(patches + kTaps * kBlockPixels, weights.codes[1], weights.codebook, sums);
      add_coded_products<kBits>(patches + 2 * kTaps * kBlockPixels, weights.codes[2], weights.codebook, sums);
      add_coded_products<kBits>(patches + 3 * kTaps * kBlockPixels, weights.codes[3], weights.codebook, sums);
    }
  }
  for (int32_t i = 0; i < taps; ++i, patches += kBlockPixels)
    sums.add_products(patches, weights[i * channels], weights[i * channels + channels - 1]);
  block.sums[0] = sums.a0;
  block.sums[1] = sums.b0;
  block.sums[2] = sums.c0;
  block.sums[3] = sums.d0;
  block.sums[4] = sums.a1;
  block.sums[5] = sums.b1;
  block.sums[6] = sums.c1;
  block.sums[7] = sums.d1;
}

}  // namespace bitstill::ops
