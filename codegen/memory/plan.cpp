#include "codegen/memory/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>

#include "codegen/limits.h"
#include "codegen/memory/bounds.h"
#include "codegen/memory/overlap.h"
#include "configs/support/error.h"

namespace bitstill::codegen {
namespace {

constexpr size_t kShuffledOrders = 2000;
constexpr size_t kFewOrders = 300;
constexpr size_t kMostPairs = 50'000'000;  // of placements looked at, all shuffled orders together
constexpr size_t kMostDrawnOperators = 150;

std::vector<Placement> lifetimes(const Graph& graph) {
  std::vector<Placement> lives;
  std::vector<size_t> place(graph.tensors.size(), 0);  // of a tensor in `lives`, plus one
  const auto begin = [&](const Placement& life) {
    lives.push_back(life);
    if (life.tensor >= 0) place[static_cast<size_t>(life.tensor)] = lives.size();
  };
  const auto extend = [&](int tensor, int now) {
    const size_t found = place[static_cast<size_t>(tensor)];
    if (found > 0) lives[found - 1].last = now;
  };
  for (const int tensor : graph.inputs) begin({tensor, graph.tensor(tensor).bytes(), 0, 0, 0});
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Operator& node = *graph.operators[i];
    const int now = static_cast<int>(i);
    for (const int tensor : node.outputs) begin({tensor, graph.tensor(tensor).bytes(), 0, now, now});
    if (node.scratch_bytes() > 0) begin({-1, node.scratch_bytes(), 0, now, now});
    for (const int tensor : node.inputs) extend(tensor, now);
  }
  for (const int tensor : graph.outputs) extend(tensor, static_cast<int>(graph.operators.size()) - 1);
  return lives;
}

int64_t lowest_free_offset(std::vector<Forbidden> taken) {
  std::ranges::sort(taken, {}, &Forbidden::low);
  int64_t offset = 0;
  for (const Forbidden& range : taken) {
    if (offset > range.low && offset < range.high) offset = aligned(range.high);
  }
  return offset;
}

// Gives each placement, in `order`, the lowest offset free during its whole life; returns the arena this takes.
int64_t place(const std::vector<size_t>& order, const Overlaps& overlaps, std::vector<Placement>& placements) {
  int64_t arena_bytes = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    Placement& placement = placements[order[i]];
    std::vector<Forbidden> taken;
    for (size_t j = 0; j < i; ++j) {
      overlaps.forbid(placements[order[j]], placement, taken);
    }
    placement.offset = lowest_free_offset(std::move(taken));
    arena_bytes = std::max(arena_bytes, aligned(placement.offset + placement.bytes));
  }
  return arena_bytes;
}

// Largest first, in order of execution, and backwards.
std::vector<std::vector<size_t>> plain_orders(const std::vector<Placement>& placements) {
  std::vector<size_t> forwards(placements.size());
  std::iota(forwards.begin(), forwards.end(), size_t{0});
  auto by_size = forwards;
  std::ranges::stable_sort(by_size, std::greater<>(), [&](size_t i) { return placements[i].bytes; });
  auto backwards = forwards;
  std::ranges::reverse(backwards);
  return {by_size, forwards, backwards};
}

// "in place of t12, 64 bytes before it".
std::string shared_with(const std::vector<Placement>& placements, const Placement& output, const Overlaps& overlaps) {
  for (const Placement& input : placements) {
    const bool meet = input.offset < output.offset + output.bytes && output.offset < input.offset + input.bytes;
    if (!meet || !overlaps.in_place(input, output)) continue;
    const int64_t ahead = input.offset - output.offset;
    return fmt::format("  over t{}{}", input.tensor, ahead == 0 ? "" : fmt::format(", {} bytes before it", ahead));
  }
  return "";
}

// "..###..", or in numbers where the drawing would be too wide to read.
std::string drawn_life(const Placement& placement, size_t operators) {
  if (operators > kMostDrawnOperators) return fmt::format("from {} to {}", placement.first, placement.last);
  std::string life(operators, '.');
  for (int i = placement.first; i <= placement.last; ++i) life[static_cast<size_t>(i)] = '#';
  return life;
}

std::string optimality(const MemoryPlan& plan) {
  if (plan.arena_bytes == plan.lower_bound_bytes) return "the least possible";
  return fmt::format("at most {} above the least possible", plan.arena_bytes - plan.lower_bound_bytes);
}

std::string writer_of(const Graph& graph, const std::vector<std::string>& names, const Placement& placement) {
  const auto input = std::ranges::find(graph.inputs, placement.tensor);
  return input != graph.inputs.end() && placement.tensor >= 0 ? "the caller"
                                                              : names[static_cast<size_t>(placement.first)];
}

}  // namespace

std::optional<Placement> MemoryPlan::find(int tensor) const {
  const auto found = std::ranges::find(placements, tensor, &Placement::tensor);
  if (found == placements.end()) return std::nullopt;
  return *found;
}

std::optional<Placement> MemoryPlan::find_scratch(size_t node) const {
  for (const Placement& placement : placements) {
    if (placement.tensor < 0 && placement.first == static_cast<int>(node)) return placement;
  }
  return std::nullopt;
}

namespace {

// The first orders that are looked at are the same however many they are, so that more of them are never worse.
MemoryPlan plan_in_orders(const Graph& graph, size_t shuffled_orders, int64_t enough) {
  const Overlaps overlaps(graph);
  MemoryPlan plan;
  plan.placements = lifetimes(graph);
  plan.liveness_bytes = liveness_bytes(graph, plan.placements);
  plan.lower_bound_bytes = lower_bound_bytes(graph, plan.placements, overlaps);
  plan.arena_bytes = INT64_MAX;
  enough = std::max(enough, plan.lower_bound_bytes);
  const auto attempt = [&](const std::vector<size_t>& order) {
    auto placements = plan.placements;
    const int64_t arena_bytes = place(order, overlaps, placements);
    if (arena_bytes >= plan.arena_bytes) return;
    plan.arena_bytes = arena_bytes;
    plan.placements = std::move(placements);
  };
  const auto orders = plain_orders(plan.placements);
  for (const auto& order : orders) attempt(order);
  auto order = orders[0];
  std::mt19937 random;  // the standard fixes its numbers, so the plan is the same everywhere
  const size_t shuffled = std::min(shuffled_orders, kMostPairs / (order.size() * order.size()));
  for (size_t i = 0; i < shuffled && plan.arena_bytes > enough; ++i) {
    for (size_t left = order.size(); left > 1; --left) std::swap(order[left - 1], order[random() % left]);
    attempt(order);
  }
  return plan;
}

}  // namespace

MemoryPlan plan_memory(const Graph& graph) {
  MemoryPlan plan = plan_in_orders(graph, kShuffledOrders, 0);
  if (plan.arena_bytes > kLargestArenaBytes) {
    throw Error(fmt::format("the arena would take {} bytes, more than {} MiB; no microcontroller holds it",
                            plan.arena_bytes, kLargestArenaBytes >> 20));
  }
  return plan;
}

bool fits_into(const Graph& graph, int64_t arena_bytes) {
  return lower_bound_bytes(graph, lifetimes(graph), Overlaps(graph)) <= arena_bytes &&
         plan_in_orders(graph, kFewOrders, arena_bytes).arena_bytes <= arena_bytes;
}

std::string MemoryPlan::print(const Graph& graph) const {
  const auto names = graph.layer_names();
  const Overlaps overlaps(graph);
  std::string text = fmt::format("arena {} bytes, {}; tensors alive at once: {} bytes\n", arena_bytes,
                                 optimality(*this), liveness_bytes);
  text += fmt::format("{:<8} {:<22} {:>8} {:>8}  alive during operators 0 to {}\n", "tensor", "written by", "bytes",
                      "at", graph.operators.size() - 1);
  for (const Placement& placement : placements) {
    const std::string life = drawn_life(placement, graph.operators.size());
    text += fmt::format("{:<8} {:<22} {:>8} {:>8}  {}{}\n",
                        placement.tensor < 0 ? "scratch" : fmt::format("t{}", placement.tensor),
                        writer_of(graph, names, placement), placement.bytes, placement.offset, life,
                        shared_with(placements, placement, overlaps));
  }
  return text;
}

}  // namespace bitstill::codegen
