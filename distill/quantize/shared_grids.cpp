#include "distill/quantize/shared_grids.h"

#include <algorithm>

namespace bitstill::distill {
namespace {

using train::Block;
using train::BlockKind;

bool has_own_grid(const Block& block) {
  return block.has_weights() || block.kind == BlockKind::kAdd || block.kind == BlockKind::kConcatenate;
}

// The block that decides the grid of what `position` hands on. The plan refuses concatenations of anything else.
size_t grid_maker(const train::NetworkPlan& plan, int position) {
  while (!has_own_grid(plan.blocks.at(static_cast<size_t>(position)))) {
    position = plan.blocks[static_cast<size_t>(position)].sources.at(0);
  }
  return static_cast<size_t>(position);
}

}  // namespace

std::vector<int> shared_grid_owners(const train::NetworkPlan& plan) {
  std::vector<int> owners(plan.blocks.size(), -1);
  for (size_t i = 0; i < plan.blocks.size(); ++i) {
    if (plan.blocks[i].kind != BlockKind::kConcatenate) continue;
    const int owner = static_cast<int>(i);
    owners[i] = owner;
    for (const int source : plan.blocks[i].sources) {
      int& maker = owners[grid_maker(plan, source)];
      if (maker >= 0) std::ranges::replace(owners, int{maker}, owner);  // an earlier concatenation joined it as well
      maker = owner;
    }
  }
  return owners;
}

}  // namespace bitstill::distill
