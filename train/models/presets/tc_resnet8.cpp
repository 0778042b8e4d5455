#include "train/models/presets/presets.h"
#include "train/models/presets/residual_blocks.h"

namespace bitstill::train {
namespace {

// Two convolutions over nine steps of time, the first of them halving the steps.
PresetLayers block(int64_t channels) {
  using namespace words;
  PresetLayers layers = normalized(conv_1d(channels, 9, 2));
  append(layers, {conv_1d(channels, 9), word("batch_norm")});
  return {residual(std::move(layers), normalized(conv_1d(channels, 1, 2))), word("relu")};
}

}  // namespace

PresetLayers tc_resnet8(const PresetOptions& options) {
  using namespace words;
  PresetLayers layers = normalized(conv_1d(options.channels(16), 3));
  for (const int64_t channels : {24, 32, 48}) append(layers, block(options.channels(channels)));
  append(layers, {word("global_average_pool"), dense(options.outputs)});
  return layers;
}

}  // namespace bitstill::train
