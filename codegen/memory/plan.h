// Where each intermediate tensor lives in the arena, and from which operator to which it lives.
//
// Graph inputs and outputs are the caller's buffers and take no arena.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"

namespace bitstill::codegen {

struct Placement {
  int tensor = -1;
  int64_t bytes = 0;
  int64_t offset = 0;
  int first = 0;  // the operator that writes it
  int last = 0;   // the last operator that reads it
};

struct MemoryPlan {
  std::vector<Placement> placements;  // in order of first use
  int64_t arena_bytes = 0;
  // No plan can be smaller: the most bytes alive during one operator.
  int64_t liveness_bytes = 0;

  std::optional<Placement> find(int tensor) const;
  // The table a person would draw: one line per tensor, a column per operator, '#' where it is alive.
  std::string print(const Graph& graph) const;
};

constexpr int64_t kArenaAlignment = 4;

// Each tensor at the lowest offset free during its whole life: largest first, and where that misses the liveness bound,
// the best of some thousand shuffled orders.
MemoryPlan plan_memory(const Graph& graph);

}  // namespace bitstill::codegen
