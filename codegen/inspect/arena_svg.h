// A model's memory as one self-contained SVG: the arena over time, and under it every layer's flash and multiply-adds.
#pragma once

#include <string>

#include "codegen/memory/plan.h"

namespace bitstill::codegen {

// Every rectangle names its tensor, size, place and life where the pointer rests on it; readable on light and dark
// pages. The names in a file are anybody's: whatever is not plain ASCII becomes a question mark.
std::string arena_svg(const Graph& graph, const MemoryPlan& plan, const std::string& title);

}  // namespace bitstill::codegen
