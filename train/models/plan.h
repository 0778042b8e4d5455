// What a network is, before any weight exists: its layers as blocks with shapes inferred and checked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"
#include "train/layers/window.h"

namespace bitstill::train {

enum class BlockKind {
  kDense,
  kConv2D,
  kDepthwiseConv2D,
  kMaxPool,
  kAveragePool,
  kGlobalAveragePool,
  kAdd,
  kConcatenate,
  kFlatten,
  kReshape,
  kSigmoid,
  kTanh,
  kSoftmax,
  kDropout,
};

// Whether the block slides over an image [height, width, channels].
bool reads_image(BlockKind kind);

// An activation that the integer network computes by clamping the layer before it.
enum class FusedActivation { kNone, kRelu, kRelu6 };

// Among a block's sources: the network's input.
constexpr int kNetworkInput = -1;

// One step of the network as it will be deployed: a block with weights owns the batch norm and the relu that follow it.
struct Block {
  BlockKind kind;
  std::string name;             // "dense_2", unique in the network
  datasets::Shape input_shape;  // without the batch, of the first source; images are [height, width, channels]
  datasets::Shape output_shape;
  bool batch_norm = false;                              // of blocks with weights
  FusedActivation activation = FusedActivation::kNone;  // of blocks with weights and of adds
  double rate = 0;                                      // dropout
  ImageWindow window = {};                              // convolutions, pools
  configs::Place place = {};
  std::vector<int> sources = {};  // positions in the plan of the blocks that it reads, all before its own

  int64_t inputs() const { return input_shape.back(); }    // values of a dense block, channels of an image
  int64_t outputs() const { return output_shape.back(); }  // likewise
  bool is_convolution() const { return kind == BlockKind::kConv2D || kind == BlockKind::kDepthwiseConv2D; }
  bool has_weights() const { return kind == BlockKind::kDense || is_convolution(); }
  // Weights of one output.
  int64_t row_size() const { return window.taps() * (kind == BlockKind::kDepthwiseConv2D ? 1 : inputs()); }
  // Weights and biases as deployed: batch norm folds into them and adds none.
  int64_t parameters() const { return has_weights() ? (row_size() + 1) * outputs() : 0; }
  // Multiply-adds of one inference; those on zeros around an image do not count.
  int64_t macs() const;
};

// What the dataset asks of a network.
struct NetworkPurpose {
  datasets::Shape input_shape;
  int64_t output_size = 0;
  bool classification = false;
};

NetworkPurpose purpose_of(const datasets::Splits& splits);

struct NetworkPlan {
  datasets::Shape input_shape;
  std::vector<Block> blocks;

  int64_t parameters() const;
  int64_t macs() const;
  bool ends_with_softmax() const { return blocks.back().kind == BlockKind::kSoftmax; }
  // "784-64-10", the width of the input and of every dense layer; a convolution's is "16x3x3", channels and kernel.
  std::string widths() const;
  // A table: layer, output shape, parameters.
  std::string summary() const;
};

// Throws Error in one sentence, with its place in the config, for a list of layers that makes no network for the
// purpose.
NetworkPlan plan_network(const configs::NetworkConfig& config, const NetworkPurpose& purpose);

}  // namespace bitstill::train
