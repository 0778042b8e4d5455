// What a network is, before any weight exists: its layers as blocks with shapes inferred and checked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::train {

enum class BlockKind { kDense, kFlatten, kSigmoid, kTanh, kSoftmax, kDropout };

// An activation that the integer network computes by clamping the layer before it.
enum class FusedActivation { kNone, kRelu, kRelu6 };

// One step of the network as it will be deployed: a dense block owns the batch norm and the relu that follow it.
struct Block {
  BlockKind kind;
  std::string name;             // "dense_2", unique in the network
  datasets::Shape input_shape;  // without the batch
  datasets::Shape output_shape;
  bool batch_norm = false;                              // dense
  FusedActivation activation = FusedActivation::kNone;  // dense
  double rate = 0;                                      // dropout

  int64_t inputs() const { return input_shape.at(0); }    // of a dense block
  int64_t outputs() const { return output_shape.at(0); }  // of a dense block
  // Weights and biases as deployed: batch norm folds into them and adds none.
  int64_t parameters() const { return kind == BlockKind::kDense ? (inputs() + 1) * outputs() : 0; }
  // Multiply-adds of one inference.
  int64_t macs() const { return kind == BlockKind::kDense ? inputs() * outputs() : 0; }
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
  // "784-64-10", the width of the input and of every dense layer.
  std::string widths() const;
  // A table: layer, output shape, parameters.
  std::string summary() const;
};

// Throws Error in one sentence, with its place in the config, for a list of layers that makes no network for the
// purpose.
NetworkPlan plan_network(const configs::NetworkConfig& config, const NetworkPurpose& purpose);

}  // namespace bitstill::train
