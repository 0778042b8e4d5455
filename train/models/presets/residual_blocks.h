// The two blocks of residual networks.
#pragma once

#include "train/models/presets/words.h"

namespace bitstill::train::words {

inline LayerConfig residual(std::vector<LayerConfig> layers, std::vector<LayerConfig> shortcut) {
  LayerConfig layer = word("residual");
  layer.layers = std::move(layers);
  layer.shortcut = std::move(shortcut);
  return layer;
}

// Two 3x3 convolutions, then a relu. A projection is a 1x1 convolution in the shortcut.
inline std::vector<LayerConfig> basic_block(int64_t channels, int64_t stride,
                                            const std::vector<LayerConfig>& projection) {
  std::vector<LayerConfig> layers = normalized(conv_2d(channels, {3, 3}, stride));
  append(layers, {conv_2d(channels, {3, 3}), word("batch_norm")});
  return {residual(std::move(layers), projection), word("relu")};
}

// 1x1 to fewer channels, 3x3, 1x1 to four times as many, then a relu.
inline std::vector<LayerConfig> bottleneck(int64_t channels, int64_t stride,
                                           const std::vector<LayerConfig>& projection) {
  std::vector<LayerConfig> layers = normalized(conv_2d(channels, {1, 1}));
  append(layers, normalized(conv_2d(channels, {3, 3}, stride)));
  append(layers, {conv_2d(4 * channels, {1, 1}), word("batch_norm")});
  return {residual(std::move(layers), projection), word("relu")};
}

}  // namespace bitstill::train::words
