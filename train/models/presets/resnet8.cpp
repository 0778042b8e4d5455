#include "train/models/presets/presets.h"
#include "train/models/presets/residual_blocks.h"

namespace bitstill::train {

PresetLayers resnet8(const PresetOptions& options) {
  using namespace words;
  const int64_t first = options.channels(16), second = options.channels(32), third = options.channels(64);
  PresetLayers layers = normalized(conv_2d(first, {3, 3}));
  append(layers, basic_block(first, 1, {}));
  append(layers, basic_block(second, 2, {conv_2d(second, {1, 1}, 2)}));
  append(layers, basic_block(third, 2, {conv_2d(third, {1, 1}, 2)}));
  append(layers, {word("global_average_pool"), dense(options.outputs)});
  return layers;
}

}  // namespace bitstill::train
