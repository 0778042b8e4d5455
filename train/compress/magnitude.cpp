#include "train/compress/magnitude.h"

#include <cmath>

namespace bitstill::train {
namespace {

torch::Tensor mask(const torch::Tensor& magnitudes, double share) {
  const auto gone = static_cast<int64_t>(std::llround(share * static_cast<double>(magnitudes.numel())));
  const torch::Tensor order = std::get<1>(magnitudes.sort(/*stable=*/true, 0, /*descending=*/false));
  torch::Tensor kept = torch::ones_like(magnitudes);
  kept.index_fill_(0, order.slice(0, 0, gone), 0);
  return kept;
}

}  // namespace

std::vector<torch::Tensor> masks_by_magnitude(const std::vector<torch::Tensor>& weights, double share, bool together) {
  const torch::NoGradGuard no_gradients;
  std::vector<torch::Tensor> flat;
  for (const torch::Tensor& tensor : weights) flat.push_back(tensor.detach().abs().flatten());
  std::vector<torch::Tensor> masks;
  if (together) {
    std::vector<int64_t> sizes;
    for (const torch::Tensor& tensor : flat) sizes.push_back(tensor.numel());
    masks = mask(torch::cat(flat), share).split_with_sizes(sizes);
  } else {
    for (const torch::Tensor& tensor : flat) masks.push_back(mask(tensor, share));
  }
  for (size_t i = 0; i < masks.size(); ++i) masks[i] = masks[i].view(weights[i].sizes()).clone();
  return masks;
}

double sparsity_of(const std::vector<torch::Tensor>& weights) {
  int64_t zeros = 0, all = 0;
  for (const torch::Tensor& tensor : weights) {
    zeros += tensor.numel() - tensor.count_nonzero().item<int64_t>();
    all += tensor.numel();
  }
  return static_cast<double>(zeros) / static_cast<double>(all);
}

double polynomial_sparsity(double first, double last, double exponent, double progress) {
  return last + (first - last) * std::pow(1 - progress, exponent);
}

}  // namespace bitstill::train
