#include "train/loop/flat_parameters.h"

#include <algorithm>

namespace bitstill::train {

FlatParameters::FlatParameters(const Model& model) : apart_(model.held_at_times()) {
  const auto stays_apart = [&](const torch::Tensor& parameter) {
    return std::ranges::any_of(apart_, [&](const torch::Tensor& other) { return other.is_same(parameter); });
  };
  for (const torch::Tensor& parameter : model.parameters()) {
    if (!stays_apart(parameter)) flattened_.push_back(parameter);
  }
  const ParameterGroups own = group_parameters(flattened_);
  if (!own.decayed.empty()) groups_.decayed = {flatten(own.decayed)};
  if (!own.rest.empty()) groups_.rest = {flatten(own.rest)};
  groups_.rest.insert(groups_.rest.end(), apart_.begin(), apart_.end());
}

FlatParameters::~FlatParameters() {
  for (torch::Tensor& parameter : flattened_) {
    parameter.mutable_grad() = torch::Tensor();
    parameter.set_data(parameter.detach().clone());
  }
}

void FlatParameters::zero_gradients() {
  const auto zero = [](torch::Tensor& tensor) {
    if (tensor.grad().defined()) tensor.mutable_grad().zero_();
  };
  std::ranges::for_each(groups_.decayed, zero);
  std::ranges::for_each(groups_.rest, zero);
}

torch::Tensor FlatParameters::flatten(const std::vector<torch::Tensor>& parameters) {
  std::vector<torch::Tensor> pieces;
  for (const torch::Tensor& parameter : parameters) pieces.push_back(parameter.detach().flatten());
  torch::Tensor flat = torch::cat(pieces);
  flat.mutable_grad() = torch::zeros_like(flat);
  int64_t begin = 0;
  for (torch::Tensor parameter : parameters) {
    const auto view_of = [&](const torch::Tensor& whole) {
      return whole.narrow(0, begin, parameter.numel()).view(parameter.sizes());
    };
    parameter.set_data(view_of(flat));
    parameter.mutable_grad() = view_of(flat.grad());
    begin += parameter.numel();
  }
  return flat;
}

}  // namespace bitstill::train
