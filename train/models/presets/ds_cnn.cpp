#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers ds_cnn(const PresetOptions& options) {
  using namespace words;
  const int64_t channels = options.channels(64);
  PresetLayers layers = normalized(conv_2d(channels, {10, 4}, 2));
  for (int64_t i = 0; i < (options.blocks > 0 ? options.blocks : 4); ++i) {
    layers.push_back(separable(channels, 1, "relu", options.kernel));
  }
  append(layers, {word("global_average_pool"), dense(options.outputs)});
  return layers;
}

}  // namespace bitstill::train
