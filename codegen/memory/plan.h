// Where each tensor lives in the arena, and from which operator to which it lives: inputs, outputs, everything between
// them, and the working memory of kernels.
//
// An operator may be allowed to write its output over an input that nobody reads after it (Operator::in_place_lag), so
// an arena can be smaller than the tensors that are alive at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"

namespace bitstill::codegen {

struct Placement {
  int tensor = -1;  // -1 for the working memory of an operator
  int64_t bytes = 0;
  int64_t offset = 0;
  int first = 0;  // the operator that writes it; 0 for the graph's inputs
  int last = 0;   // the last operator that reads it; the last of all for the graph's outputs
};

struct MemoryPlan {
  std::vector<Placement> placements;  // in order of first use
  int64_t arena_bytes = 0;
  // No plan can be smaller, given what each operator may overwrite; where arena_bytes equals it, the plan is optimal.
  int64_t lower_bound_bytes = 0;
  // The most bytes of tensors alive during one operator: what no plan could go below if nothing were written in place.
  int64_t liveness_bytes = 0;

  std::optional<Placement> find(int tensor) const;
  std::optional<Placement> find_scratch(size_t node) const;
  // The table a person would draw: one line per tensor, a column per operator, '#' where it is alive.
  std::string print(const Graph& graph) const;
};

constexpr int64_t kArenaAlignment = 4;

// Each tensor at the lowest offset free during its whole life: in several plain orders, and where those miss the lower
// bound, in some thousand shuffled ones. Throws Error where the arena is beyond codegen/limits.h.
MemoryPlan plan_memory(const Graph& graph);

// Whether plan_memory(graph) is sure to need at most so many bytes. Looks at a few orders only, for callers that ask
// often, and may be wrong where it says no.
bool fits_into(const Graph& graph, int64_t arena_bytes);

}  // namespace bitstill::codegen
