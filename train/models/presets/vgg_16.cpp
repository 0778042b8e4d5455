#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers vgg_16(const PresetOptions& options) {
  using namespace words;
  struct Stage {
    int64_t channels;
    int convolutions;
  };
  PresetLayers layers;
  for (const Stage& stage : {Stage{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}}) {
    for (int i = 0; i < stage.convolutions; ++i) {
      append(layers, {conv_2d(options.channels(stage.channels), {3, 3}), word("relu")});
    }
    layers.push_back(max_pool(2, 2));
  }
  layers.push_back(word("flatten"));
  for (int i = 0; i < 2; ++i) append(layers, {dense(options.channels(4096)), word("relu")});
  layers.push_back(dense(options.outputs));
  return layers;
}

}  // namespace bitstill::train
