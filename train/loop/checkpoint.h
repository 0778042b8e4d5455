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
  explicit Snapshot(std::vector<torch::Tensor> tensors) : tensors_(std::move(tensors)) {}
  void restore(torch::nn::Module& module) const;
  // In LibTorch's order of the module's parameters, then of its buffers.
  const std::vector<torch::Tensor>& tensors() const { return tensors_; }

 private:
  std::vector<torch::Tensor> tensors_;
};

// What a checkpoint file says about itself. `recipe` names everything that led to the weights, so that a file from
// another config is not taken for this one's; `remedy` says what makes the file again.
struct CheckpointFile {
  std::filesystem::path path;
  std::string recipe;
  std::string remedy;  // "run `bitstill train x.yaml`"
};

// The same weights, recipe and description give the same bytes. `description` is what somebody who has only the file
// needs to build the module again: a network's layers as YAML.
void save_checkpoint(const CheckpointFile& file, const torch::nn::Module& module, const std::string& description = "");

// Throws Error where the file is missing, damaged, of another recipe (an empty one takes any) or of other shapes.
// `module` lives on the CPU.
void load_checkpoint(const CheckpointFile& file, torch::nn::Module& module);

// Throws Error where the file is missing or no checkpoint.
std::string read_description(const std::filesystem::path& path);

}  // namespace bitstill::train
