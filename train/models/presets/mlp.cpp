#include <algorithm>

#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers mlp(const PresetOptions& options) {
  using namespace words;
  PresetLayers layers{word("flatten")};
  int64_t units = 128;
  for (int64_t i = 0; i < (options.blocks > 0 ? options.blocks : 2); ++i) {
    units = std::max<int64_t>(units / 2, 1);
    append(layers, normalized(dense(options.channels(units))));
  }
  layers.push_back(dense(options.outputs));
  return layers;
}

}  // namespace bitstill::train
