#include "codegen/memory/overlap.h"

#include <algorithm>

namespace bitstill::codegen {

int64_t aligned(int64_t bytes) { return (bytes + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment; }

Overlaps::Overlaps(const Graph& graph) : graph_(graph) {
  for (const auto& node : graph.operators) {
    auto& inputs = allowed_.emplace_back();
    for (size_t i = 0; i < node->inputs.size(); ++i) inputs.push_back(node->in_place(i));
  }
}

std::optional<InPlace> Overlaps::in_place(const Placement& input, const Placement& output) const {
  if (input.tensor < 0 || output.tensor < 0 || input.last != output.first) return std::nullopt;
  const bool still_wanted = std::ranges::find(graph_.outputs, input.tensor) != graph_.outputs.end();
  if (still_wanted) return std::nullopt;
  const Operator& node = *graph_.operators[static_cast<size_t>(output.first)];
  if (node.outputs.size() != 1 || node.outputs[0] != output.tensor) return std::nullopt;
  std::optional<InPlace> all;  // an input may stand in several places: add(x, x)
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    if (node.inputs[i] != input.tensor) continue;
    const auto& one = allowed_[static_cast<size_t>(output.first)][i];
    if (!one) return std::nullopt;
    all = {std::max(all ? all->lag_bytes : 0, aligned(one->lag_bytes)), one->exactly || (all && all->exactly)};
  }
  return all;
}

void Overlaps::forbid(const Placement& placed, const Placement& moving, std::vector<Forbidden>& ranges) const {
  if (placed.first > moving.last || moving.first > placed.last) return;
  const int64_t low = placed.offset - moving.bytes;
  const int64_t high = placed.offset + placed.bytes;
  const auto below = in_place(placed, moving);
  const auto above = in_place(moving, placed);
  if (!below && !above) {
    ranges.push_back({low, high});
    return;
  }
  const int64_t allowed = placed.offset + (below ? -below->lag_bytes : above->lag_bytes);
  const bool exactly = below ? below->exactly : above->exactly;
  if (below || exactly) ranges.push_back({std::max(low, allowed), high});
  if (above || exactly) ranges.push_back({low, std::min(high, allowed)});
}

}  // namespace bitstill::codegen
