#include "train/loop/flat_parameters.h"

namespace bitstill::train {

FlatParameters::FlatParameters(const torch::nn::Module& module) : parameters_(module.parameters()) {
  const ParameterGroups own = group_parameters(parameters_);
  if (!own.decayed.empty()) groups_.decayed = {flatten(own.decayed)};
  if (!own.rest.empty()) groups_.rest = {flatten(own.rest)};
}

FlatParameters::~FlatParameters() {
  for (torch::Tensor& parameter : parameters_) {
    parameter.mutable_grad() = torch::Tensor();
    parameter.set_data(parameter.detach().clone());
  }
}

void FlatParameters::zero_gradients() {
  for (torch::Tensor& flat : groups_.decayed) flat.mutable_grad().zero_();
  for (torch::Tensor& flat : groups_.rest) flat.mutable_grad().zero_();
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
