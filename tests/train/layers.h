// Short spellings of the configs that tests need.
#pragma once

#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "train/loop/samples.h"

namespace bitstill::tests {

inline configs::LayerConfig layer(const std::string& kind, int64_t units = 0, double rate = 0) {
  configs::LayerConfig config;
  config.kind = kind;
  config.units = units;
  config.rate = rate;
  return config;
}

inline configs::LayerConfig conv_2d(int64_t filters, int64_t kernel, int64_t stride = 1,
                                    const std::string& padding = "same") {
  configs::LayerConfig config = layer("conv_2d");
  config.filters = filters;
  config.kernel = kernel;
  config.stride = stride;
  config.padding = padding;
  return config;
}

inline configs::LayerConfig pool(const std::string& kind, int64_t size, int64_t stride) {
  configs::LayerConfig config = layer(kind);
  config.size = size;
  config.stride = stride;
  return config;
}

// Each layer stands on a line of its own in "net.yaml", the first on line 1.
inline configs::NetworkConfig network(std::vector<configs::LayerConfig> layers) {
  configs::NetworkConfig config;
  config.place = {"net.yaml", 1, 1};
  config.layers = std::move(layers);
  for (size_t i = 0; i < config.layers.size(); ++i) config.layers[i].place = {"net.yaml", static_cast<int>(i) + 1, 5};
  return config;
}

// What nobody teaches and nothing blends.
inline train::Samples samples(const torch::Tensor& inputs, const torch::Tensor& targets) {
  train::Samples samples;
  samples.inputs = inputs;
  samples.targets = targets;
  return samples;
}

}  // namespace bitstill::tests
