#include "distill/quantize/equalize.h"

#include <algorithm>

#include "train/models/liveness.h"

namespace bitstill::distill {
namespace {

using train::BlockKind;
using train::FusedActivation;

constexpr int kSweeps = 100;
constexpr double kStill = 1e-4;  // a sweep that changes no channel by more is the last

// Positions among the layers with weights.
struct Pair {
  size_t first, second;
};

// Pairs of dense layers that scaling passes through: the second alone reads the first, with at most a relu between.
std::vector<Pair> scalable_pairs(const train::NetworkPlan& plan) {
  std::vector<size_t> layers;  // position among the layers with weights, of every block
  std::vector<int> readers(plan.blocks.size(), 0);
  size_t count = 0;
  for (const train::Block& block : plan.blocks) {
    layers.push_back(block.has_weights() ? count++ : 0);
    for (const int source : block.sources) {
      if (source != train::kNetworkInput) ++readers[static_cast<size_t>(source)];
    }
  }
  std::vector<Pair> pairs;
  for (size_t i = 0; i < plan.blocks.size(); ++i) {
    if (plan.blocks[i].kind != BlockKind::kDense) continue;
    int source = plan.blocks[i].sources.at(0);
    const auto block = [&]() -> const train::Block& { return plan.blocks[static_cast<size_t>(source)]; };
    const auto read_once = [&] { return source != train::kNetworkInput && readers[static_cast<size_t>(source)] == 1; };
    while (read_once() && train::keeps_bytes(block().kind)) source = block().sources.at(0);
    if (!read_once() || block().kind != BlockKind::kDense || block().activation == FusedActivation::kRelu6) continue;
    pairs.push_back({layers[static_cast<size_t>(source)], layers[i]});
  }
  return pairs;
}

// Returns how far the farthest channel moved.
double equalize_pair(FoldedDense& first, FoldedDense& second) {
  const torch::Tensor into = first.weights.abs().amax(1);
  const torch::Tensor out_of = second.weights.abs().amax(0);
  const torch::Tensor scale = torch::where((into > 0).logical_and(out_of > 0), (into / out_of).sqrt(), 1.0F);
  first.weights.div_(scale.unsqueeze(1));
  first.bias.div_(scale);
  second.weights.mul_(scale);
  return (scale - 1).abs().max().item<double>();
}

}  // namespace

void equalize(std::vector<FoldedDense>& layers, const train::NetworkPlan& plan) {
  const torch::NoGradGuard no_gradients;
  const std::vector<Pair> pairs = scalable_pairs(plan);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    double moved = 0;
    for (const Pair& pair : pairs) {
      moved = std::max(moved, equalize_pair(layers.at(pair.first), layers.at(pair.second)));
    }
    if (moved < kStill) return;
  }
}

}  // namespace bitstill::distill
