// How good a model's outputs are.
#pragma once

#include <torch/torch.h>

#include <nlohmann/json.hpp>
#include <string>

#include "train/loop/losses.h"
#include "train/models/model.h"

namespace bitstill::train {

// `value` is what people quote: the share of right classes in 0..1, or the root mean squared error.
struct Score {
  bool classification = false;
  double value = 0;
  double loss = 0;

  // More right classes or a smaller error; between equals the smaller loss.
  bool better_than(const Score& other) const;
  std::string name() const { return classification ? "accuracy" : "rmse"; }
  // "97.20 %" or "rmse 0.00812".
  std::string text() const;
  nlohmann::ordered_json json() const;
  static Score from(const nlohmann::ordered_json& json);
};

// Mean loss and score of outputs [n, outputs] for these samples.
Score score(const torch::Tensor& outputs, const Samples& samples, const LossFunction& loss);

// The model's outputs on all inputs, computed on `device`, where the model lives, in evaluation mode and without
// gradients; the result is on the CPU. Leaves the model in the mode it had.
torch::Tensor predict(Model& model, const torch::Tensor& inputs, const torch::Device& device = torch::kCPU);

}  // namespace bitstill::train
