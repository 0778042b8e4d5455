#include "firmware/cycles/model.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <span>

namespace bitstill::firmware {
namespace {

constexpr double kHeavyShare = 0.01;

std::span<const Instruction> stretch_at(const ExecutionTrace& trace, int index) {
  if (index < 0) return {};
  return trace.stretches[static_cast<size_t>(index)];
}

}  // namespace

CycleCount& CycleCount::operator+=(const CycleCount& other) {
  instructions += other.instructions;
  waits += other.waits;
  transfers += other.transfers;
  fetches += other.fetches;
  return *this;
}

CycleCount count_cycles(const ExecutionTrace& trace, const LayerTrace& layer) {
  CycleCount count;
  count.fetches = layer.constant_fetches + layer.code_fetches;
  for (const Flow& flow : layer.flows) {
    const auto stretch = stretch_at(trace, flow.to);
    const StretchCost cost = stretch_cost(stretch_at(trace, flow.from), stretch);
    count.instructions += flow.count * static_cast<int64_t>(stretch.size());
    count.waits += flow.count * std::accumulate(cost.waits.begin(), cost.waits.end(), int64_t{0});
    count.transfers += flow.count * cost.transfer;
  }
  return count;
}

std::vector<InnerLoop> inner_loops(const ExecutionTrace& trace, double share) {
  std::map<int, InnerLoop> loops;
  int64_t all = 0;
  for (size_t layer = 0; layer < trace.layers.size(); ++layer) {
    all += executed(trace, trace.layers[layer]);
    for (const Flow& flow : trace.layers[layer].flows) {
      if (flow.from != flow.to) continue;
      const auto [loop, is_new] = loops.try_emplace(flow.to);
      if (is_new) loop->second.layer = layer;
      loop->second.rounds += flow.count;
    }
  }
  std::vector<InnerLoop> heavy;
  for (auto& [index, loop] : loops) {
    loop.body = trace.stretches[static_cast<size_t>(index)];
    loop.cost = stretch_cost(loop.body, loop.body);
    if (static_cast<double>(loop.instructions()) >= share * static_cast<double>(all)) heavy.push_back(std::move(loop));
  }
  std::ranges::stable_sort(heavy, std::greater<>(), &InnerLoop::instructions);
  return heavy;
}

ModelledCycles model_cycles(const ExecutionTrace& trace, size_t layers) {
  ModelledCycles modelled;
  for (size_t i = 0; i < trace.layers.size(); ++i) {
    const CycleCount count = count_cycles(trace, trace.layers[i]);
    if (i < layers) modelled.layers.push_back(count);
    if (i >= layers) modelled.between += count;
    modelled.total += count;
  }
  modelled.layers.resize(layers);
  modelled.loops = inner_loops(trace, kHeavyShare);
  return modelled;
}

}  // namespace bitstill::firmware
