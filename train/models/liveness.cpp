#include "train/models/liveness.h"

#include <algorithm>

namespace bitstill::train {
namespace {

int64_t bytes_of(const datasets::Shape& shape) {
  int64_t bytes = 1;
  for (const int64_t size : shape) bytes *= size;
  return bytes;
}

// The block whose bytes `position` hands on, or the network's input.
int origin(const NetworkPlan& plan, int position) {
  while (position != kNetworkInput && keeps_bytes(plan.blocks[static_cast<size_t>(position)].kind)) {
    position = plan.blocks[static_cast<size_t>(position)].sources.at(0);
  }
  return position;
}

struct Life {
  int64_t bytes = 0;
  int first = 0, last = 0;
};

}  // namespace

std::vector<int> last_readers(const NetworkPlan& plan) {
  std::vector<int> last(plan.blocks.size());
  for (int i = 0; i < static_cast<int>(last.size()); ++i) {
    last[static_cast<size_t>(i)] = i;
    for (const int source : plan.blocks[static_cast<size_t>(i)].sources) {
      if (source != kNetworkInput) last[static_cast<size_t>(source)] = i;
    }
  }
  return last;
}

bool keeps_bytes(BlockKind kind) {
  return kind == BlockKind::kFlatten || kind == BlockKind::kReshape || kind == BlockKind::kDropout;
}

int64_t liveness_bytes(const NetworkPlan& plan) {
  std::vector<Life> lives{{bytes_of(plan.input_shape), 0, 0}};  // position + 1; the first is the network's input
  for (int i = 0; i < static_cast<int>(plan.blocks.size()); ++i) {
    const Block& block = plan.blocks[static_cast<size_t>(i)];
    lives.push_back({keeps_bytes(block.kind) ? 0 : bytes_of(block.output_shape), i, i});
    if (keeps_bytes(block.kind)) continue;
    for (const int source : block.sources) lives[static_cast<size_t>(origin(plan, source) + 1)].last = i;
  }
  int64_t most = 0;
  for (int now = 0; now < static_cast<int>(plan.blocks.size()); ++now) {
    int64_t bytes = 0;
    for (const Life& life : lives) bytes += life.first <= now && now <= life.last ? life.bytes : 0;
    most = std::max(most, bytes);
  }
  return most;
}

}  // namespace bitstill::train
