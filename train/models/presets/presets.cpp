#include "train/models/presets/presets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "configs/schema/choices.h"
#include "configs/support/error.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

const std::vector<Preset> kTable{
    {"mlp", mlp, {28, 28, 1}, 10, true, 16},
    {"lenet5", lenet5, {28, 28, 1}, 10, true},
    {"ds_cnn", ds_cnn, {49, 10, 1}, 12, true, 64},
    {"tc_resnet8", tc_resnet8, {98, 40}, 12, true},
    {"bc_resnet", bc_resnet, {98, 40, 1}, 12, true},
    {"mobilenet_v1", mobilenet_v1, {224, 224, 3}, 1000, true, 13},
    {"resnet8", resnet8, {32, 32, 3}, 10, true},
    {"vgg_like", vgg_like, {32, 32, 3}, 10, true},
    {"autoencoder", autoencoder, {640}, 640, false},
    {"alexnet", alexnet, {227, 227, 3}, 1000, true},
    {"vgg_16", vgg_16, {224, 224, 3}, 1000, true},
    {"resnet_18", resnet_18, {224, 224, 3}, 1000, true},
    {"resnet_50", resnet_50, {224, 224, 3}, 1000, true},
};

// A matrix of features is an image of one channel to a network that begins with a convolution over both; such an image
// is a matrix to one that begins with a convolution over time.
void make_readable(PlanBuilder& builder, const configs::LayerConfig& preset, const configs::LayerConfig& first) {
  configs::LayerConfig reshape;
  reshape.kind = "reshape";
  reshape.place = preset.place;
  reshape.shape = builder.shape();
  if (first.kind == "conv_2d" && reshape.shape.size() == 2) {
    reshape.shape.push_back(1);
    plan_layer(builder, reshape);
  }
  if (first.kind == "conv_1d" && reshape.shape.size() == 3 && reshape.shape.back() == 1) {
    reshape.shape.pop_back();
    plan_layer(builder, reshape);
  }
}

// The layers of a preset stand nowhere in the file; problems with them are the preset's.
void set_place(std::vector<configs::LayerConfig>& layers, const configs::Place& place) {
  for (configs::LayerConfig& layer : layers) {
    layer.place = place;
    set_place(layer.layers, place);
    set_place(layer.shortcut, place);
  }
}

}  // namespace

int64_t PresetOptions::channels(int64_t at_width_1) const {
  return std::max<int64_t>(1, std::llround(width * static_cast<double>(at_width_1)));
}

std::span<const Preset> presets() { return kTable; }

void plan_preset(PlanBuilder& builder, const configs::LayerConfig& layer) {
  const auto preset = std::ranges::find(kTable, layer.preset, &Preset::name);
  if (preset == kTable.end()) {
    builder.refuse(layer, "preset '" + layer.preset + "' is unknown; `bitstill models` lists them");
  }
  if (preset->most_blocks == 0 && (layer.blocks > 0 || layer.preset_kernel > 0)) {
    builder.refuse(layer, fmt::format("preset '{}' is as deep as published, expected blocks and kernel only for {}",
                                      layer.preset, fmt::join(std::span(configs::kFamilies).subspan(1), ", ")));
  }
  if (preset->most_blocks > 0 && layer.blocks > preset->most_blocks) {
    builder.refuse(layer, fmt::format("preset '{}' has {} blocks at most, expected so many or fewer", layer.preset,
                                      preset->most_blocks));
  }
  const NetworkPurpose& purpose = builder.purpose();
  const int64_t outputs = layer.outputs > 0 ? layer.outputs : purpose.output_size;
  PresetLayers layers = preset->layers({layer.width, layer.blocks, layer.preset_kernel, outputs, builder.shape()});
  if (purpose.classification) {
    layers.emplace_back();
    layers.back().kind = "softmax";
  }
  set_place(layers, layer.place);
  make_readable(builder, layer, layers.front());
  for (const configs::LayerConfig& each : layers) plan_layer(builder, each);
}

NetworkPlan plan_preset_task(const Preset& preset) {
  configs::NetworkConfig config;
  config.layers.emplace_back();
  config.layers.back().kind = "preset";
  config.layers.back().preset = preset.name;
  return plan_network(config, {preset.input_shape, preset.outputs, preset.classification});
}

}  // namespace bitstill::train
