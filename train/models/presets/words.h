// Short spellings of layers, for presets.
#pragma once

#include <string>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::train::words {

using configs::LayerConfig;
using configs::Sides;

inline LayerConfig word(const std::string& kind) {
  LayerConfig layer;
  layer.kind = kind;
  return layer;
}

inline LayerConfig dense(int64_t units) {
  LayerConfig layer = word("dense");
  layer.units = units;
  return layer;
}

inline LayerConfig conv_2d(int64_t filters, Sides kernel, int64_t stride = 1, const std::string& padding = "same") {
  LayerConfig layer = word("conv_2d");
  layer.filters = filters;
  layer.kernel = kernel;
  layer.stride = {stride, stride};
  layer.padding = padding;
  return layer;
}

inline LayerConfig conv_1d(int64_t filters, int64_t kernel, int64_t stride = 1) {
  LayerConfig layer = conv_2d(filters, {1, kernel});
  layer.kind = "conv_1d";
  layer.stride = {1, stride};
  return layer;
}

// `kernel` 0 means 3.
inline LayerConfig separable(int64_t filters, int64_t stride, const std::string& activation, int64_t kernel) {
  const int64_t side = kernel > 0 ? kernel : 3;
  LayerConfig layer = conv_2d(filters, {side, side}, stride);
  layer.kind = "separable_conv_2d";
  layer.activation = activation;
  return layer;
}

inline LayerConfig max_pool(int64_t size, int64_t stride, const std::string& padding = "valid") {
  LayerConfig layer = word("max_pool");
  layer.size = {size, size};
  layer.stride = {stride, stride};
  layer.padding = padding;
  return layer;
}

inline void append(std::vector<LayerConfig>& layers, const std::vector<LayerConfig>& more) {
  layers.insert(layers.end(), more.begin(), more.end());
}

// A layer with weights, batch norm, relu.
inline std::vector<LayerConfig> normalized(const LayerConfig& layer, const std::string& activation = "relu") {
  return {layer, word("batch_norm"), word(activation)};
}

}  // namespace bitstill::train::words
