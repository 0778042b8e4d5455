// A teacher made elsewhere: a TorchScript file (torch.jit.save) behind the same interface as our own networks.
#pragma once

#include <torch/script.h>

#include "train/models/model.h"
#include "train/models/plan.h"

namespace bitstill::train {

class TorchScriptModel final : public Model {
 public:
  // Loads the file and tries it on two blank samples. Throws Error in one sentence where it is no TorchScript module,
  // cannot take the dataset's inputs in the stated layout or does not give the outputs the dataset needs.
  TorchScriptModel(const configs::TorchScriptConfig& config, const NetworkPurpose& purpose,
                   const torch::Device& device);

  // inputs [n, input shape...] as the dataset gives them -> logits or values [n, outputs]: inputs are normalised and
  // brought into the file's layout, probabilities become their logarithms.
  torch::Tensor forward(torch::Tensor inputs) override;

 private:
  torch::Tensor prepared(torch::Tensor inputs) const;
  void check_statistics(const std::vector<double>& numbers, const std::string& key) const;
  torch::Tensor statistics(const std::vector<double>& numbers) const;

  configs::TorchScriptConfig config_;
  NetworkPurpose purpose_;
  torch::Device device_;
  torch::jit::Module module_;
};

}  // namespace bitstill::train
