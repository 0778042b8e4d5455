#include "codegen/memory/bounds.h"

#include <algorithm>

namespace bitstill::codegen {
namespace {

std::vector<Placement> alive_at(const std::vector<Placement>& lives, int node) {
  std::vector<Placement> alive;
  std::ranges::copy_if(lives, std::back_inserter(alive),
                       [&](const Placement& life) { return life.first <= node && node <= life.last; });
  return alive;
}

// One operator's tensors all apart, except that its output may lie over inputs: together they take at least the
// output, at least these inputs side by side, and at least each of them behind its lag.
int64_t least_bytes(const std::vector<Placement>& alive, const Placement* output, const Overlaps& overlaps) {
  int64_t apart = 0;
  int64_t overwritten = 0;
  int64_t shared = output == nullptr ? 0 : aligned(output->bytes);
  const int64_t output_bytes = shared;
  for (const Placement& life : alive) {
    if (output != nullptr && life.tensor == output->tensor && life.tensor >= 0) continue;
    const auto in_place = output == nullptr ? std::nullopt : overlaps.in_place(life, *output);
    if (!in_place) {
      apart += aligned(life.bytes);
      continue;
    }
    overwritten += aligned(life.bytes);
    shared = std::max({shared, overwritten, std::min(in_place->lag_bytes, output_bytes) + aligned(life.bytes)});
  }
  return apart + shared;
}

}  // namespace

int64_t liveness_bytes(const Graph& graph, const std::vector<Placement>& lives) {
  int64_t most = 0;
  for (int node = 0; node < static_cast<int>(graph.operators.size()); ++node) {
    int64_t bytes = 0;
    for (const Placement& life : alive_at(lives, node)) bytes += life.tensor < 0 ? 0 : aligned(life.bytes);
    most = std::max(most, bytes);
  }
  return most;
}

int64_t lower_bound_bytes(const Graph& graph, const std::vector<Placement>& lives, const Overlaps& overlaps) {
  int64_t most = 0;
  for (int node = 0; node < static_cast<int>(graph.operators.size()); ++node) {
    const auto alive = alive_at(lives, node);
    const std::vector<int>& outputs = graph.operators[static_cast<size_t>(node)]->outputs;
    const auto output = std::ranges::find_if(
        alive, [&](const Placement& life) { return outputs.size() == 1 && life.tensor == outputs[0]; });
    most = std::max(most, least_bytes(alive, output == alive.end() ? nullptr : &*output, overlaps));
  }
  return most;
}

}  // namespace bitstill::codegen
