#include "train/compress/k_means.h"

#include "configs/support/error.h"

namespace bitstill::train {
namespace {

constexpr int kMostSteps = 300;

torch::Tensor quantiles(const torch::Tensor& sorted, int64_t count) {
  const torch::Tensor share = (torch::arange(count, torch::kDouble) + 0.5) / static_cast<double>(count);
  return sorted.index_select(0, (share * static_cast<double>(sorted.size(0))).to(torch::kInt64));
}

torch::Tensor first_centroids(const torch::Tensor& sorted, int64_t count, const std::string& initialization) {
  if (initialization == "linear") {
    const double low = sorted[0].item<double>(), high = sorted[-1].item<double>();
    return torch::linspace(low, high, count, torch::kDouble);
  }
  if (initialization == "density") return quantiles(sorted, count);
  if (initialization == "random") {
    const torch::Tensor drawn = torch::randperm(sorted.size(0), torch::kInt64).slice(0, 0, count);
    return std::get<0>(sorted.index_select(0, drawn).sort());
  }
  throw Error("initialization '" + initialization + "' is unknown; use linear, density or random");
}

// Where the members of each centroid end in the sorted values: [clusters], the last of them n.
torch::Tensor ends_of(const torch::Tensor& sorted, const torch::Tensor& centroids) {
  const torch::Tensor middles = (centroids.slice(0, 1) + centroids.slice(0, 0, -1)) / 2;
  const torch::Tensor ends = torch::searchsorted(sorted, middles);
  return torch::cat({ends, torch::full({1}, sorted.size(0), torch::kInt64)});
}

}  // namespace

Clusters k_means(const torch::Tensor& values, int64_t count, const std::string& initialization) {
  const torch::NoGradGuard no_gradients;
  const torch::Tensor real = values.detach().cpu().to(torch::kDouble);
  const torch::Tensor sorted = std::get<0>(real.sort());
  const torch::Tensor sums = torch::cat({torch::zeros({1}, torch::kDouble), sorted.cumsum(0)});
  torch::Tensor centroids = first_centroids(sorted, std::min(count, sorted.size(0)), initialization);
  for (int step = 0; step < kMostSteps; ++step) {
    const torch::Tensor ends = ends_of(sorted, centroids);
    const torch::Tensor begins = torch::cat({torch::zeros({1}, torch::kInt64), ends.slice(0, 0, -1)});
    const torch::Tensor sizes = ends - begins;
    const torch::Tensor means = (sums.index_select(0, ends) - sums.index_select(0, begins)) / sizes;
    const torch::Tensor moved = torch::where(sizes > 0, means, centroids);
    if (moved.equal(centroids)) break;
    centroids = std::get<0>(moved.sort());
  }
  const torch::Tensor members =
      torch::bucketize(real, (centroids.slice(0, 1) + centroids.slice(0, 0, -1)) / 2, false, true);
  const auto [used, renumbered] = at::_unique(members, true, true);
  return {centroids.index_select(0, used).to(torch::kFloat).to(values.device()), renumbered.to(values.device())};
}

}  // namespace bitstill::train
