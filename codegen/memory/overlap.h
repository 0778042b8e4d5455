// Which bytes two placements may share.
#pragma once

#include "codegen/memory/plan.h"

namespace bitstill::codegen {

// The offsets at which `placed` leaves no room: a placement of `bytes` must not begin strictly between low and high.
struct Forbidden {
  int64_t low;
  int64_t high;
};

class Overlaps {
 public:
  explicit Overlaps(const Graph& graph);

  // Adds where `moving` must not begin because of `placed`.
  void forbid(const Placement& placed, const Placement& moving, std::vector<Forbidden>& ranges) const;

  // How `output` may be written over `input`, its lag aligned; nothing where they must be apart.
  std::optional<InPlace> in_place(const Placement& input, const Placement& output) const;

 private:
  const Graph& graph_;
  // What each operator says of each of its inputs; it may have counted pixels for it, and is asked thousands of times.
  std::vector<std::vector<std::optional<InPlace>>> allowed_;
};

int64_t aligned(int64_t bytes);  // rounded up to kArenaAlignment

}  // namespace bitstill::codegen
