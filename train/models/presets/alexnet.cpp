#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers alexnet(const PresetOptions& options) {
  using namespace words;
  const auto convolution = [&](int64_t channels, int64_t kernel) {
    return PresetLayers{conv_2d(options.channels(channels), {kernel, kernel}), word("relu")};
  };
  PresetLayers layers{conv_2d(options.channels(64), {11, 11}, 4, "valid"), word("relu"), max_pool(3, 2)};
  append(layers, convolution(192, 5));
  layers.push_back(max_pool(3, 2));
  for (const int64_t channels : {384, 256, 256}) append(layers, convolution(channels, 3));
  append(layers, {max_pool(3, 2), word("flatten")});
  for (int i = 0; i < 2; ++i) append(layers, {dense(options.channels(4096)), word("relu")});
  layers.push_back(dense(options.outputs));
  return layers;
}

}  // namespace bitstill::train
