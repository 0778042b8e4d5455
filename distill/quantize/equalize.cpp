#include "distill/quantize/equalize.h"

#include <cmath>

namespace bitstill::distill {
namespace {

using train::Block;
using train::BlockKind;
using train::FusedActivation;

constexpr int kMostSweeps = 40;
constexpr double kSettled = 1e-3;  // a sweep that changes no factor by more ends the search

bool passes_factors_on(const Block& block) {
  if (block.kind == BlockKind::kDense) return block.activation != FusedActivation::kRelu6;
  return block.kind == BlockKind::kFlatten || block.kind == BlockKind::kDropout;
}

// For every dense block but the last: whether the next dense block sees its outputs up to a positive factor.
std::vector<bool> linked_to_next(const train::NetworkPlan& plan) {
  std::vector<bool> linked;
  for (const Block& block : plan.blocks) {
    if (block.kind == BlockKind::kDense) {
      linked.push_back(passes_factors_on(block));
    } else if (!linked.empty() && !passes_factors_on(block)) {
      linked.back() = false;
    }
  }
  return linked;
}

// The largest change of a factor's logarithm.
double equalize_pair(FoldedDense& first, FoldedDense& second) {
  const torch::Tensor into = first.weights.abs().amax(1), out_of = second.weights.abs().amax(0);
  const torch::Tensor used = (into > 0).logical_and(out_of > 0);
  const torch::Tensor factors = torch::where(used, (into / out_of).sqrt(), torch::ones_like(into));
  first.weights = first.weights / factors.unsqueeze(1);
  first.bias = first.bias / factors;
  second.weights = second.weights * factors;
  return factors.log().abs().max().item<double>();
}

}  // namespace

void equalize(std::vector<FoldedDense>& layers, const train::NetworkPlan& plan) {
  const torch::NoGradGuard no_gradients;
  const std::vector<bool> linked = linked_to_next(plan);
  double change = 1;
  for (int sweep = 0; sweep < kMostSweeps && change > kSettled; ++sweep) {
    change = 0;
    for (size_t i = 0; i + 1 < layers.size(); ++i) {
      if (linked.at(i)) change = std::max(change, equalize_pair(layers[i], layers[i + 1]));
    }
  }
}

}  // namespace bitstill::distill
