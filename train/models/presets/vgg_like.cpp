#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers vgg_like(const PresetOptions& options) {
  using namespace words;
  PresetLayers layers;
  for (const int64_t channels : {32, 64, 128}) {
    for (int i = 0; i < 2; ++i) append(layers, normalized(conv_2d(options.channels(channels), {3, 3})));
    layers.push_back(max_pool(2, 2));
  }
  layers.push_back(word("flatten"));
  append(layers, normalized(dense(options.channels(128))));
  layers.push_back(dense(options.outputs));
  return layers;
}

}  // namespace bitstill::train
