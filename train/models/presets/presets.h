// Networks by name: `- preset: {name: ds_cnn}` in a config, and the rows of `bitstill models`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "train/models/plan.h"

namespace bitstill::train {

struct PresetOptions {
  double width = 1;    // multiplies the channels, each then rounded to at least 1
  int64_t blocks = 0;  // of a family: how deep, as its comment says; 0 means as published
  int64_t kernel = 0;  // the same: side of its depthwise kernels; 0 means as published
  int64_t outputs = 0;
  datasets::Shape input_shape = {};  // of what the preset's first layer reads

  int64_t channels(int64_t at_width_1) const;
};

using PresetLayers = std::vector<configs::LayerConfig>;

// One file each. The shape of the input is free where the comment names none.
PresetLayers mlp(const PresetOptions& options);     // dense 64, 32; a block is a hidden layer, half of the last
PresetLayers lenet5(const PresetOptions& options);  // LeCun et al. 1998, with relu, max pools and batch norm
// Zhang et al. 2017, "Hello Edge", as in MLPerf Tiny; a block is one of its separable convolutions.
PresetLayers ds_cnn(const PresetOptions& options);
PresetLayers tc_resnet8(const PresetOptions& options);    // Choi et al. 2019; [time, coefficients]
PresetLayers bc_resnet(const PresetOptions& options);     // Kim et al. 2021, plain batch norms; [time, frequency, 1]
PresetLayers mobilenet_v1(const PresetOptions& options);  // Howard et al. 2017; a block is one of its 13
PresetLayers resnet8(const PresetOptions& options);       // He et al. 2015, as in MLPerf Tiny
PresetLayers vgg_like(const PresetOptions& options);      // pairs of 3x3 convolutions, for small images
PresetLayers autoencoder(const PresetOptions& options);   // dense, through 8 values, as in MLPerf Tiny
PresetLayers alexnet(const PresetOptions& options);       // Krizhevsky 2014, one column; 227x227
PresetLayers vgg_16(const PresetOptions& options);        // Simonyan, Zisserman 2014, configuration D
PresetLayers resnet_18(const PresetOptions& options);     // He et al. 2015
PresetLayers resnet_50(const PresetOptions& options);     // He et al. 2015, stride in the 3x3 convolution

// One row of the table: the preset and the task that it is known for.
struct Preset {
  std::string_view name;
  PresetLayers (*layers)(const PresetOptions&);
  datasets::Shape input_shape;
  int64_t outputs = 0;
  bool classification = true;
  int64_t most_blocks = 0;  // of a family (configs::kFamilies), whose blocks and kernel may be chosen; 0: of no family
};
std::span<const Preset> presets();

// The network of a row on its own task, at its full width.
NetworkPlan plan_preset_task(const Preset& preset);

}  // namespace bitstill::train
