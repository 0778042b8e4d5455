#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers mlp(const PresetOptions& options) {
  using namespace words;
  PresetLayers layers{word("flatten")};
  for (const int64_t units : {64, 32}) append(layers, normalized(dense(options.channels(units))));
  layers.push_back(dense(options.outputs));
  return layers;
}

}  // namespace bitstill::train
