#include "codegen/memory/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace bitstill::codegen {
namespace {

constexpr int kShuffledOrders = 2000;

int64_t aligned(int64_t bytes) { return (bytes + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment; }

bool border(const Graph& graph, int tensor) {
  return std::ranges::find(graph.inputs, tensor) != graph.inputs.end() ||
         std::ranges::find(graph.outputs, tensor) != graph.outputs.end();
}

bool alive_together(const Placement& a, const Placement& b) { return a.first <= b.last && b.first <= a.last; }

std::vector<Placement> lifetimes(const Graph& graph) {
  std::vector<Placement> lives;
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const int now = static_cast<int>(i);
    for (const int tensor : graph.operators[i]->outputs) {
      if (!border(graph, tensor)) lives.push_back({tensor, graph.tensor(tensor).bytes(), 0, now, now});
    }
    for (const int tensor : graph.operators[i]->inputs) {
      for (Placement& life : lives) {
        if (life.tensor == tensor) life.last = now;
      }
    }
  }
  return lives;
}

int64_t lowest_free_offset(std::vector<Placement> neighbours, int64_t bytes) {
  std::ranges::sort(neighbours, {}, &Placement::offset);
  int64_t offset = 0;
  for (const Placement& other : neighbours) {
    if (offset + bytes <= other.offset) break;
    offset = std::max(offset, aligned(other.offset + other.bytes));
  }
  return offset;
}

// Gives each placement, in `order`, the lowest offset free during its whole life; returns the arena this takes.
int64_t place(const std::vector<size_t>& order, std::vector<Placement>& placements) {
  int64_t arena_bytes = 0;
  std::vector<Placement> placed;
  for (const size_t i : order) {
    Placement& placement = placements[i];
    std::vector<Placement> neighbours;
    std::ranges::copy_if(placed, std::back_inserter(neighbours),
                         [&](const Placement& other) { return alive_together(placement, other); });
    placement.offset = lowest_free_offset(std::move(neighbours), placement.bytes);
    arena_bytes = std::max(arena_bytes, aligned(placement.offset + placement.bytes));
    placed.push_back(placement);
  }
  return arena_bytes;
}

int64_t liveness(const Graph& graph, const std::vector<Placement>& lives) {
  int64_t most = 0;
  for (int now = 0; now < static_cast<int>(graph.operators.size()); ++now) {
    int64_t bytes = 0;
    for (const Placement& life : lives) {
      if (life.first <= now && now <= life.last) bytes += aligned(life.bytes);
    }
    most = std::max(most, bytes);
  }
  return most;
}

}  // namespace

std::optional<Placement> MemoryPlan::find(int tensor) const {
  const auto found = std::ranges::find(placements, tensor, &Placement::tensor);
  if (found == placements.end()) return std::nullopt;
  return *found;
}

MemoryPlan plan_memory(const Graph& graph) {
  MemoryPlan plan;
  plan.placements = lifetimes(graph);
  plan.liveness_bytes = liveness(graph, plan.placements);

  std::vector<size_t> order(plan.placements.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](size_t i) { return plan.placements[i].bytes; });
  plan.arena_bytes = place(order, plan.placements);
  std::mt19937 random;  // the standard fixes its numbers, so the plan is the same everywhere
  for (int attempt = 0; attempt < kShuffledOrders && plan.arena_bytes > plan.liveness_bytes; ++attempt) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    auto placements = plan.placements;
    const int64_t arena_bytes = place(order, placements);
    if (arena_bytes < plan.arena_bytes) {
      plan.arena_bytes = arena_bytes;
      plan.placements = std::move(placements);
    }
  }
  return plan;
}

std::string MemoryPlan::print(const Graph& graph) const {
  const auto names = graph.layer_names();
  std::string text =
      fmt::format("arena {} bytes ({} bytes are alive at once at the fullest)\n", arena_bytes, liveness_bytes);
  if (placements.empty()) return text;
  text += fmt::format("{:<8} {:<14} {:>8} {:>8}  alive during operators 0 to {}\n", "tensor", "written by", "bytes",
                      "at", graph.operators.size() - 1);
  for (const Placement& placement : placements) {
    std::string life(graph.operators.size(), '.');
    for (int i = placement.first; i <= placement.last; ++i) life[static_cast<size_t>(i)] = '#';
    text += fmt::format("{:<8} {:<14} {:>8} {:>8}  {}\n", fmt::format("t{}", placement.tensor),
                        names[static_cast<size_t>(placement.first)], placement.bytes, placement.offset, life);
  }
  return text;
}

}  // namespace bitstill::codegen
