#include <array>
#include <span>

#include "train/models/presets/presets.h"
#include "train/models/presets/words.h"

namespace bitstill::train {

PresetLayers mobilenet_v1(const PresetOptions& options) {
  using namespace words;
  struct Stage {
    int64_t channels, stride;
  };
  PresetLayers layers = normalized(conv_2d(options.channels(32), {3, 3}, 2), "relu6");
  constexpr std::array<Stage, 13> kStages{{{64, 1},
                                           {128, 2},
                                           {128, 1},
                                           {256, 2},
                                           {256, 1},
                                           {512, 2},
                                           {512, 1},
                                           {512, 1},
                                           {512, 1},
                                           {512, 1},
                                           {512, 1},
                                           {1024, 2},
                                           {1024, 1}}};
  const size_t blocks = options.blocks > 0 ? static_cast<size_t>(options.blocks) : kStages.size();
  for (const Stage& stage : std::span(kStages).first(blocks)) {
    layers.push_back(separable(options.channels(stage.channels), stage.stride, "relu6", options.kernel));
  }
  append(layers, {word("global_average_pool"), dense(options.outputs)});
  return layers;
}

}  // namespace bitstill::train
