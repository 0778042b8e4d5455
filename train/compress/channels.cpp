#include "train/compress/channels.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace bitstill::train {
namespace {

constexpr int kFixed = 0;  // the set of channels that must stay

// Disjoint sets of channels; the one with kFixed in it has it as its root.
class Sets {
 public:
  int add() {
    parents_.push_back(static_cast<int>(parents_.size()));
    return parents_.back();
  }
  int root(int channel) const {
    while (parents_[static_cast<size_t>(channel)] != channel) channel = parents_[static_cast<size_t>(channel)];
    return channel;
  }
  void join(int one, int other) {
    const auto [low, high] = std::minmax({root(one), root(other)});
    parents_[static_cast<size_t>(high)] = low;
  }

 private:
  std::vector<int> parents_{kFixed};
};

using Channels = std::vector<int>;

Channels repeated(const Channels& channels, int64_t times) {
  Channels result;
  for (int64_t i = 0; i < times; ++i) result.insert(result.end(), channels.begin(), channels.end());
  return result;
}

// Each channel of a depthwise convolution's input gives `multiplier` neighbouring ones.
Channels multiplied(const Channels& channels, int64_t multiplier) {
  Channels result;
  for (const int channel : channels) result.insert(result.end(), static_cast<size_t>(multiplier), channel);
  return result;
}

Channels output_channels(const Block& block, const std::vector<Channels>& sources, Sets& sets) {
  const Channels& first = sources.at(0);
  const auto outputs = static_cast<size_t>(block.outputs());
  switch (block.kind) {
    case BlockKind::kDense:
    case BlockKind::kConv2D: {
      Channels channels;
      for (size_t i = 0; i < outputs; ++i) channels.push_back(sets.add());
      return channels;
    }
    case BlockKind::kDepthwiseConv2D:
      return multiplied(first, block.outputs() / block.inputs());
    case BlockKind::kAdd:
      for (size_t i = 0; i < outputs; ++i) sets.join(first[i], sources.at(1)[i]);
      return first;
    case BlockKind::kConcatenate: {
      Channels channels;
      for (const Channels& source : sources) channels.insert(channels.end(), source.begin(), source.end());
      return channels;
    }
    case BlockKind::kFlatten:
      return repeated(first, block.outputs() / static_cast<int64_t>(first.size()));
    case BlockKind::kReshape:
      if (first.size() == outputs) return first;
      for (const int channel : first) sets.join(channel, kFixed);
      return Channels(outputs, kFixed);
    default:
      return first;
  }
}

torch::Tensor indices(const std::vector<int64_t>& positions) { return torch::tensor(positions, torch::kInt64); }

}  // namespace

ChannelGraph::ChannelGraph(NetworkPlan plan) : plan_(std::move(plan)) {
  Sets sets;
  const Channels input(static_cast<size_t>(plan_.input_shape.back()), kFixed);
  for (const Block& block : plan_.blocks) {
    std::vector<Channels> sources;
    for (const int source : block.sources) {
      sources.push_back(source == kNetworkInput ? input : channels_[static_cast<size_t>(source)]);
    }
    channels_.push_back(output_channels(block, sources, sets));
  }
  for (const int channel : channels_.back()) sets.join(channel, kFixed);

  std::map<int, int> numbers{{kFixed, -1}};
  for (size_t b = 0; b < plan_.blocks.size(); ++b) {
    for (size_t i = 0; i < channels_[b].size(); ++i) {
      const auto [entry, fresh] = numbers.try_emplace(sets.root(channels_[b][i]), static_cast<int>(groups_.size()));
      if (fresh) groups_.emplace_back();
      channels_[b][i] = entry->second;
      if (entry->second >= 0 && plan_.blocks[b].has_weights()) {
        groups_[static_cast<size_t>(entry->second)].push_back({b, static_cast<int64_t>(i)});
      }
    }
  }
}

std::vector<std::vector<size_t>> ChannelGraph::groups_by_layers() const {
  std::map<std::set<size_t>, std::vector<size_t>> by_layers;
  for (size_t g = 0; g < groups_.size(); ++g) {
    std::set<size_t> layers;
    for (const Channel& channel : groups_[g]) layers.insert(channel.block);
    by_layers[layers].push_back(g);
  }
  std::vector<std::vector<size_t>> result;
  for (auto& [layers, groups] : by_layers) result.push_back(std::move(groups));
  return result;
}

std::vector<bool> ChannelGraph::removal(const std::vector<size_t>& order, size_t count) const {
  std::map<size_t, int64_t> left;
  for (const ChannelGroup& group : groups_) {
    for (const Channel& channel : group) left[channel.block] = plan_.blocks[channel.block].outputs();
  }
  std::vector<bool> removed(groups_.size(), false);
  for (const size_t g : order) {
    if (count == 0) break;
    std::map<size_t, int64_t> lost;
    for (const Channel& channel : groups_[g]) ++lost[channel.block];
    if (std::ranges::any_of(lost, [&](const auto& entry) { return left[entry.first] <= entry.second; })) continue;
    for (const auto& [block, channels] : lost) left[block] -= channels;
    removed[g] = true;
    --count;
  }
  return removed;
}

std::vector<int64_t> ChannelGraph::kept(int position, const std::vector<bool>& removed) const {
  std::vector<int64_t> positions;
  if (position == kNetworkInput) {
    positions.resize(static_cast<size_t>(plan_.input_shape.back()));
    std::iota(positions.begin(), positions.end(), 0);
    return positions;
  }
  const Channels& channels = channels_[static_cast<size_t>(position)];
  for (size_t i = 0; i < channels.size(); ++i) {
    if (channels[i] < 0 || !removed[static_cast<size_t>(channels[i])]) positions.push_back(static_cast<int64_t>(i));
  }
  return positions;
}

NetworkPlan ChannelGraph::plan_without(const std::vector<bool>& removed) const {
  NetworkPlan plan = plan_;
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    Block& block = plan.blocks[b];
    const int source = block.sources.at(0);
    if (source != kNetworkInput) block.input_shape = plan.blocks[static_cast<size_t>(source)].output_shape;
    block.output_shape.back() = static_cast<int64_t>(kept(static_cast<int>(b), removed).size());
  }
  return plan;
}

std::shared_ptr<Network> ChannelGraph::network_without(Network& network, const std::vector<bool>& removed) const {
  const torch::NoGradGuard no_gradients;
  const auto smaller = std::make_shared<Network>(plan_without(removed));
  const auto keep = [&](torch::OrderedDict<std::string, torch::Tensor> from,
                        torch::OrderedDict<std::string, torch::Tensor> to) {
    for (const auto& entry : to) {
      const std::string name = entry.key().substr(0, entry.key().find('.'));
      const auto b = static_cast<size_t>(std::ranges::find(plan_.blocks, name, &Block::name) - plan_.blocks.begin());
      const Block& block = plan_.blocks[b];
      torch::Tensor values = from[entry.key()].cpu();
      if (values.dim() > 0) values = values.index_select(0, indices(kept(static_cast<int>(b), removed)));
      if (values.dim() > 1 && block.kind != BlockKind::kDepthwiseConv2D) {
        values = values.index_select(1, indices(kept(block.sources.at(0), removed)));
      }
      torch::Tensor(entry.value()).copy_(values);
    }
  };
  keep(network.named_parameters(), smaller->named_parameters());
  keep(network.named_buffers(), smaller->named_buffers());
  return smaller;
}

}  // namespace bitstill::train
