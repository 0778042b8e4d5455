#include "train/compress/ties.h"

#include <algorithm>
#include <cmath>

#include "train/compress/k_means.h"

namespace bitstill::train {
namespace {

constexpr double kFinest = -8;  // smallest row scale: rows below are next to nothing

// The smallest power of two that is not below the row's share of the largest weight.
torch::Tensor row_scales(const torch::Tensor& rows) {
  const torch::Tensor largest = rows.abs().amax(1);
  const torch::Tensor share = (largest / largest.max().clamp_min(1e-30)).clamp_min(std::pow(2.0, kFinest));
  return torch::pow(2.0, share.log2().ceil().clamp(kFinest, 0)).to(torch::kFloat);
}

// Rows that share their centroids, views into a layer's. Their clusters are numbered from `first` on; returns the next
// number.
int64_t cluster_group(torch::Tensor rows, const torch::Tensor& row_scale, torch::Tensor members, int64_t first,
                      const ClusterOptions& options) {
  const torch::Tensor scale = row_scale.unsqueeze(1).expand_as(rows);
  const torch::Tensor present = rows != 0;
  const int64_t zeros = rows.numel() - present.sum().item<int64_t>();
  if (zeros == rows.numel()) return first;
  const Clusters clusters =
      k_means((rows / scale).masked_select(present), options.count - (zeros > 0 ? 1 : 0), options.initialization);
  members.masked_scatter_(present, (clusters.members + first).to(torch::kInt16));
  rows.masked_scatter_(present, clusters.centroids.index_select(0, clusters.members) * scale.masked_select(present));
  return first + clusters.centroids.size(0);
}

}  // namespace

std::vector<Ties> no_ties(const NetworkPlan& plan) {
  std::vector<Ties> ties;
  for (const Block& block : plan.blocks) {
    if (!block.has_weights()) continue;
    ties.push_back(
        {torch::full({block.outputs(), block.row_size()}, kFree, torch::kInt16), torch::ones({block.outputs()})});
  }
  return ties;
}

torch::Tensor in_rows(const torch::Tensor& weight) {
  return weight.dim() == 4 ? weight.permute({0, 2, 3, 1}).flatten(1) : weight;
}

torch::Tensor as_weight(const torch::Tensor& rows, const torch::Tensor& like) {
  if (like.dim() != 4) return rows;
  return rows.reshape({like.size(0), like.size(2), like.size(3), like.size(1)}).permute({0, 3, 1, 2}).contiguous();
}

Ties cluster_weights(torch::Tensor& rows, const ClusterOptions& options) {
  const torch::NoGradGuard no_gradients;
  Ties ties{torch::full(rows.sizes(), kFree, torch::kInt16), torch::ones({rows.size(0)})};
  if (options.scale_rows) ties.row_scale = row_scales(rows);
  const auto parts = [&](const torch::Tensor& whole) { return whole.chunk(std::min(options.groups, rows.size(0))); };
  const std::vector<torch::Tensor> values = parts(rows), scales = parts(ties.row_scale), members = parts(ties.cluster);
  int64_t clusters = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    clusters = cluster_group(values[i], scales[i], members[i], clusters, options);
  }
  return ties;
}

}  // namespace bitstill::train
