// Which output channels hang together, and the network without some of them.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "train/models/network.h"

namespace bitstill::train {

// One output of a block with weights: a neuron, or a filter.
struct Channel {
  size_t block = 0;  // position in the plan
  int64_t index = 0;
};

// Channels that can only be removed together: those that a residual adds to one another, and a depthwise convolution's
// with those it reads.
using ChannelGroup = std::vector<Channel>;

class ChannelGraph {
 public:
  // Follows channels through everything between two layers with weights: activations, pools, adds, concatenations,
  // flatten. Channels that the network's input or output fixes belong to no group.
  explicit ChannelGraph(NetworkPlan plan);

  const std::vector<ChannelGroup>& groups() const { return groups_; }
  // Groups whose channels are of the same layers, by position in groups().
  std::vector<std::vector<size_t>> groups_by_layers() const;

  // The first so many groups of `order`, as a flag for each group; a group whose loss would leave a layer without
  // outputs is passed over, so that there may be fewer.
  std::vector<bool> removal(const std::vector<size_t>& order, size_t count) const;

  // Smaller wherever the removed channels were stored or read.
  NetworkPlan plan_without(const std::vector<bool>& removed) const;
  std::shared_ptr<Network> network_without(Network& network, const std::vector<bool>& removed) const;

 private:
  std::vector<int64_t> kept(int position, const std::vector<bool>& removed) const;

  NetworkPlan plan_;
  std::vector<std::vector<int>> channels_;  // of each block's output: the group of each channel, -1 where it is fixed
  std::vector<ChannelGroup> groups_;
};

}  // namespace bitstill::train
