#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers lenet5(const PresetOptions& options) {
  using namespace words;
  PresetLayers layers = normalized(conv_2d(options.channels(6), {5, 5}));
  layers.push_back(max_pool(2, 2));
  append(layers, normalized(conv_2d(options.channels(16), {5, 5}, 1, "valid")));
  append(layers, {max_pool(2, 2), word("flatten")});
  for (const int64_t units : {120, 84}) append(layers, normalized(dense(options.channels(units))));
  layers.push_back(dense(options.outputs));
  return layers;
}

}  // namespace bitstill::train
