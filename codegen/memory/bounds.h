// What no plan can go below.
#pragma once

#include "codegen/memory/overlap.h"

namespace bitstill::codegen {

// The most bytes of tensors (without working memory) alive during one operator.
int64_t liveness_bytes(const Graph& graph, const std::vector<Placement>& lives);

// The same with working memory, where tensors share what their operator lets them share.
int64_t lower_bound_bytes(const Graph& graph, const std::vector<Placement>& lives, const Overlaps& overlaps);

}  // namespace bitstill::codegen
