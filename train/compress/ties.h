// Which weights of a layer are one number: what clustering decides, and what everything after it keeps.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "train/models/network.h"

namespace bitstill::train {

constexpr int16_t kFree = -1;  // belongs to no cluster

// Of one layer with weights, in the order of LayerWeights::rows. A weight of cluster j in row i is row_scale[i] times
// the centroid of j. Scales are powers of two, so that dividing by them is exact and every row of a cluster rounds to
// the same int8.
struct Ties {
  torch::Tensor cluster;    // int16 [outputs, values], kFree where the weight is its own or pruned
  torch::Tensor row_scale;  // float32 [outputs]

  bool any() const { return cluster.defined() && cluster.ge(0).any().item<bool>(); }
};

// Nothing tied; one per layer with weights.
std::vector<Ties> no_ties(const NetworkPlan& plan);

// A weight parameter as LibTorch holds it, [outputs, inputs] or [outputs, channels, height, width], in the order of
// LayerWeights::rows, and back.
torch::Tensor in_rows(const torch::Tensor& weight);
torch::Tensor as_weight(const torch::Tensor& rows, const torch::Tensor& like);

struct ClusterOptions {
  int64_t count = 16;  // of different values, zero among them where weights were pruned
  int64_t groups = 1;  // of consecutive rows, each with values of its own
  std::string initialization = "linear";
  bool scale_rows = false;  // each row has a power of two of its own, as where every output has its own int8 scale
};

// Finds the clusters of a layer's weights, in rows, and moves each to its centroid; zeros stay zeros.
Ties cluster_weights(torch::Tensor& rows, const ClusterOptions& options);

}  // namespace bitstill::train
