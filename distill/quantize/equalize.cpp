#include "distill/quantize/equalize.h"

#include <algorithm>

namespace bitstill::distill {
namespace {

using train::BlockKind;
using train::FusedActivation;

constexpr int kSweeps = 100;
constexpr double kStill = 1e-4;  // a sweep that changes no channel by more is the last

// Positions of the first layer of every pair that scaling passes through.
std::vector<size_t> scalable_pairs(const train::NetworkPlan& plan) {
  std::vector<size_t> pairs;
  bool open = false;
  size_t layer = 0;
  for (const train::Block& block : plan.blocks) {
    if (block.kind == BlockKind::kSigmoid || block.kind == BlockKind::kTanh) open = false;
    if (block.kind != BlockKind::kDense) continue;
    if (open) pairs.push_back(layer - 1);
    open = block.activation != FusedActivation::kRelu6;
    ++layer;
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
  const std::vector<size_t> pairs = scalable_pairs(plan);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    double moved = 0;
    for (const size_t first : pairs) moved = std::max(moved, equalize_pair(layers.at(first), layers.at(first + 1)));
    if (moved < kStill) return;
  }
}

}  // namespace bitstill::distill
