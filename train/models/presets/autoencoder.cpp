#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers autoencoder(const PresetOptions& options) {
  using namespace words;
  PresetLayers layers;
  for (const int64_t units : {128, 128, 128, 128, 8, 128, 128, 128, 128}) {
    append(layers, normalized(dense(options.channels(units))));
  }
  layers.push_back(dense(options.outputs));
  return layers;
}

}  // namespace bitstill::train
