// resnet_18 and resnet_50: the same four stages, of other blocks.
#include "train/models/presets/presets.h"
#include "train/models/presets/residual_blocks.h"

namespace bitstill::train {
namespace {

using namespace words;

struct Stages {
  std::vector<LayerConfig> (*block)(int64_t channels, int64_t stride, const std::vector<LayerConfig>& projection);
  int64_t expansion;  // a block's outputs per channel
  std::vector<int> blocks;
};

PresetLayers resnet(const PresetOptions& options, const Stages& stages) {
  PresetLayers layers = normalized(conv_2d(options.channels(64), {7, 7}, 2));
  layers.push_back(max_pool(3, 2, "same"));
  for (size_t stage = 0; stage < stages.blocks.size(); ++stage) {
    const int64_t channels = options.channels(int64_t{64} << stage);
    for (int i = 0; i < stages.blocks[stage]; ++i) {
      const int64_t stride = i == 0 && stage > 0 ? 2 : 1;
      const bool same_shape = i > 0 || (stage == 0 && stages.expansion == 1);
      const std::vector<LayerConfig> projection{conv_2d(channels * stages.expansion, {1, 1}, stride),
                                                word("batch_norm")};
      append(layers, stages.block(channels, stride, same_shape ? PresetLayers{} : projection));
    }
  }
  append(layers, {word("global_average_pool"), dense(options.outputs)});
  return layers;
}

}  // namespace

PresetLayers resnet_18(const PresetOptions& options) { return resnet(options, {basic_block, 1, {2, 2, 2, 2}}); }
PresetLayers resnet_50(const PresetOptions& options) { return resnet(options, {bottleneck, 4, {3, 4, 6, 3}}); }

}  // namespace bitstill::train
