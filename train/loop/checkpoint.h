// A model's weights kept aside: in memory while a training looks for its best epoch, or in a file of the run folder.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <vector>

namespace bitstill::train {

// Copies of all parameters and buffers.
class Snapshot {
 public:
  explicit Snapshot(const torch::nn::Module& module);
  void restore(torch::nn::Module& module) const;

 private:
  std::vector<torch::Tensor> tensors_;
};

// What a checkpoint file says about itself. `recipe` names everything that led to the weights, so that a file from
// another config is not taken for this one's; `remedy` is the command that makes the file again.
struct CheckpointFile {
  std::filesystem::path path;
  std::string recipe;
  std::string remedy;
};

// The same weights and recipe give the same bytes.
void save_checkpoint(const CheckpointFile& file, const torch::nn::Module& module);

// Throws Error where the file is missing, damaged, of another recipe or of other shapes. `module` lives on the CPU.
void load_checkpoint(const CheckpointFile& file, torch::nn::Module& module);

}  // namespace bitstill::train
