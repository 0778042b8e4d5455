#include "train/models/presets/presets.h"
#include "train/models/presets/residual_blocks.h"

namespace bitstill::train {
namespace {

using namespace words;

struct StackOfBlocks {
  int64_t channels;  // at width 1
  int64_t blocks;
  int64_t frequency_stride;
  int64_t dilation;  // over time
};

constexpr StackOfBlocks kStages[] = {{8, 2, 1, 1}, {12, 2, 2, 2}, {16, 4, 2, 4}, {20, 4, 1, 8}};

LayerConfig depthwise(Sides kernel, Sides stride, Sides dilation) {
  LayerConfig layer = conv_2d(0, kernel);
  layer.kind = "depthwise_conv_2d";
  layer.stride = stride;
  layer.dilation = dilation;
  return layer;
}

// The mean over all frequencies, seen over time, then added to every frequency again.
LayerConfig broadcast(int64_t channels, int64_t columns, int64_t dilation) {
  LayerConfig pool = word("average_pool");
  pool.size = pool.stride = {1, columns};
  pool.padding = "valid";
  PresetLayers layers{pool};
  append(layers, normalized(depthwise({3, 1}, {1, 1}, {dilation, 1})));
  layers.push_back(conv_2d(channels, {1, 1}));
  return residual(std::move(layers), {});
}

}  // namespace

PresetLayers bc_resnet(const PresetOptions& options) {
  const auto halved = [](int64_t columns, int64_t stride) { return (columns + stride - 1) / stride; };
  LayerConfig first = conv_2d(options.channels(16), {5, 5});
  first.stride = {1, 2};
  PresetLayers layers = normalized(first);
  int64_t columns = halved(options.input_shape.size() < 2 ? 1 : options.input_shape[1], 2);
  for (const StackOfBlocks& stage : kStages) {
    const int64_t channels = options.channels(stage.channels);
    columns = halved(columns, stage.frequency_stride);
    append(layers, normalized(conv_2d(channels, {1, 1})));
    append(layers, {depthwise({1, 3}, {1, stage.frequency_stride}, {1, 1}), word("batch_norm"),
                    broadcast(channels, columns, stage.dilation), word("relu")});
    for (int64_t i = 1; i < stage.blocks; ++i) {
      append(layers, {residual({depthwise({1, 3}, {1, 1}, {1, 1}), word("batch_norm"),
                                broadcast(channels, columns, stage.dilation)},
                               {}),
                      word("relu")});
    }
  }
  append(layers, {depthwise({5, 5}, {1, 1}, {1, 1})});
  append(layers, normalized(conv_2d(options.channels(32), {1, 1})));
  append(layers, {word("global_average_pool"), dense(options.outputs)});
  return layers;
}

}  // namespace bitstill::train
