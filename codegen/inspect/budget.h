// What a module may need, and which layers are to blame where it needs more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "codegen/inspect/footprint.h"

namespace bitstill::codegen {

struct Budget {
  std::optional<int64_t> ram_bytes;    // of the arena
  std::optional<int64_t> flash_bytes;  // of constants, see footprint.h
  std::optional<int64_t> macs;
};

// From texts as parse_bytes() and parse_count() take them; an empty one sets no limit. Throws Error.
Budget budget_from(const std::string& ram, const std::string& flash, const std::string& macs);

// Nothing where the module fits; otherwise, for each limit exceeded, a sentence and the layers by weight.
std::string over_budget(const Graph& graph, const MemoryPlan& plan, const Budget& budget);

// The same, thrown as CheckFailed.
void check_budget(const Graph& graph, const MemoryPlan& plan, const Budget& budget);

}  // namespace bitstill::codegen
