#include "train/compress/held_weights.h"

#include <algorithm>
#include <cmath>

#include "train/compress/magnitude.h"

namespace bitstill::train {
namespace {

constexpr double kSteps = 100;  // in which the sparsity rises

// Of each cluster the member with the largest scale, the first of equals.
torch::Tensor first_members(const torch::Tensor& cluster, const torch::Tensor& scale) {
  const torch::Tensor by_scale = std::get<1>(scale.sort(/*stable=*/true, 0, /*descending=*/true));
  const torch::Tensor sorted = cluster.index_select(0, by_scale);
  torch::Tensor first = torch::empty({cluster.max().item<int64_t>() + 1}, torch::kInt64).to(cluster.device());
  const torch::Tensor backwards = torch::arange(sorted.size(0) - 1, -1, -1, by_scale.options());
  return first.index_copy_(0, sorted.index_select(0, backwards), by_scale.index_select(0, backwards));
}

}  // namespace

HeldWeights::HeldWeights(std::vector<torch::Tensor> weights, const std::vector<Ties>& ties,
                         std::optional<Pruning> pruning)
    : pruning_(std::move(pruning)) {
  const torch::NoGradGuard no_gradients;
  for (size_t i = 0; i < weights.size(); ++i) {
    Layer layer;
    layer.weights = weights[i];
    layer.kept = (weights[i] != 0).to(torch::kFloat);
    if (ties.at(i).any()) {
      const auto there = weights[i].device();
      const torch::Tensor cluster = as_weight(ties[i].cluster, weights[i]).flatten().to(there, torch::kInt64);
      const torch::Tensor scale = ties[i].row_scale.to(there).unsqueeze(1);
      layer.members = (cluster >= 0).nonzero().flatten();
      layer.cluster = cluster.index_select(0, layer.members);
      layer.scale =
          scale.expand({scale.size(0), weights[i].numel() / scale.size(0)}).reshape(-1).index_select(0, layer.members);
      layer.first = first_members(layer.cluster, layer.scale);
    }
    layers_.push_back(std::move(layer));
  }
  if (!pruning_) return;
  std::vector<torch::Tensor> chosen;
  for (const size_t layer : pruning_->layers) chosen.push_back(layers_.at(layer).weights);
  first_sparsity_ = std::min(sparsity_of(chosen), pruning_->sparsity);
  if (pruning_->ramp == 0) prune_to(pruning_->sparsity);
}

void HeldWeights::prune_to(double sparsity) {
  const torch::NoGradGuard no_gradients;
  pruned_to_ = sparsity;
  std::vector<torch::Tensor> chosen;
  for (const size_t layer : pruning_->layers) chosen.push_back(layers_.at(layer).weights);
  const std::vector<torch::Tensor> masks = masks_by_magnitude(chosen, sparsity, pruning_->together);
  for (size_t i = 0; i < masks.size(); ++i) {
    Layer& layer = layers_[pruning_->layers[i]];
    layer.kept.mul_(masks[i]);
    layer.weights.mul_(layer.kept);
  }
}

void HeldWeights::before_step(double progress) {
  const torch::NoGradGuard no_gradients;
  if (pruning_ && pruning_->ramp > 0) {
    const double risen = std::floor(std::min(progress / pruning_->ramp, 1.0) * kSteps) / kSteps;
    const double wanted = polynomial_sparsity(first_sparsity_, pruning_->sparsity, pruning_->exponent, risen);
    if (wanted != pruned_to_) prune_to(wanted);
  }
  for (Layer& layer : layers_) {
    torch::Tensor gradient = layer.weights.mutable_grad();
    if (!gradient.defined()) continue;
    gradient.mul_(layer.kept);
    if (!layer.members.defined()) continue;
    torch::Tensor flat = gradient.view(-1);
    const torch::Tensor sums = torch::zeros({layer.first.size(0)}, flat.options())
                                   .index_add_(0, layer.cluster, flat.index_select(0, layer.members) * layer.scale);
    flat.index_copy_(0, layer.members, sums.index_select(0, layer.cluster));
  }
}

void HeldWeights::after_step() {
  const torch::NoGradGuard no_gradients;
  for (Layer& layer : layers_) {
    torch::Tensor flat = layer.weights.detach().view(-1);
    flat.mul_(layer.kept.view(-1));
    if (!layer.members.defined()) continue;
    const torch::Tensor values = flat.index_select(0, layer.members);
    const torch::Tensor centroids = values.index_select(0, layer.first) / layer.scale.index_select(0, layer.first);
    flat.index_copy_(0, layer.members, centroids.index_select(0, layer.cluster) * layer.scale);
  }
}

}  // namespace bitstill::train
