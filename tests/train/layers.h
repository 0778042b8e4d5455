// Short spellings of the configs that tests need.
#pragma once

#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "configs/support/error.h"
#include "train/loop/samples.h"
#include "train/models/plan.h"

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
  config.kernel = {kernel, kernel};
  config.stride = {stride, stride};
  config.padding = padding;
  return config;
}

inline configs::LayerConfig depthwise_conv_2d(int64_t multiplier, int64_t kernel, int64_t stride = 1,
                                              const std::string& padding = "same") {
  configs::LayerConfig config = conv_2d(0, kernel, stride, padding);
  config.kind = "depthwise_conv_2d";
  config.multiplier = multiplier;
  return config;
}

inline configs::LayerConfig separable_conv_2d(int64_t filters, int64_t kernel, int64_t stride = 1) {
  configs::LayerConfig config = conv_2d(filters, kernel, stride);
  config.kind = "separable_conv_2d";
  return config;
}

inline configs::LayerConfig conv_1d(int64_t filters, int64_t kernel, int64_t stride = 1, int64_t dilation = 1) {
  configs::LayerConfig config = conv_2d(filters, kernel);
  config.kind = "conv_1d";
  config.kernel = {1, kernel};
  config.stride = {1, stride};
  config.dilation = {1, dilation};
  return config;
}

inline configs::LayerConfig pool(const std::string& kind, int64_t size, int64_t stride,
                                 const std::string& padding = "valid") {
  configs::LayerConfig config = layer(kind);
  config.size = {size, size};
  config.stride = {stride, stride};
  config.padding = padding;
  return config;
}

inline configs::LayerConfig residual(std::vector<configs::LayerConfig> layers,
                                     std::vector<configs::LayerConfig> shortcut = {}) {
  configs::LayerConfig config = layer("residual");
  config.layers = std::move(layers);
  config.shortcut = std::move(shortcut);
  return config;
}

inline configs::LayerConfig concatenate(std::vector<std::vector<configs::LayerConfig>> branches) {
  configs::LayerConfig config = layer("concatenate");
  config.branches = std::move(branches);
  return config;
}

inline configs::LayerConfig reshape(std::vector<int64_t> shape) {
  configs::LayerConfig config = layer("reshape");
  config.shape = std::move(shape);
  return config;
}

inline configs::LayerConfig preset(const std::string& name, double width = 1) {
  configs::LayerConfig config = layer("preset");
  config.preset = name;
  config.width = width;
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

// The sentence that refuses the network, "accepted" where none does.
inline std::string refusal(const configs::NetworkConfig& config, const train::NetworkPurpose& purpose) {
  try {
    plan_network(config, purpose);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

// What nobody teaches and nothing blends.
inline train::Samples samples(const torch::Tensor& inputs, const torch::Tensor& targets) {
  train::Samples samples;
  samples.inputs = inputs;
  samples.targets = targets;
  return samples;
}

}  // namespace bitstill::tests
