#include "train/loop/checkpoint.h"

#include <fmt/format.h>

#include <sstream>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::train {
namespace {

constexpr const char* kRecipe = "recipe";
constexpr const char* kDescription = "description";
constexpr const char* kWeights = "weights";

std::vector<torch::Tensor> state_of(const torch::nn::Module& module) {
  std::vector<torch::Tensor> tensors = module.parameters();
  for (const torch::Tensor& buffer : module.buffers()) tensors.push_back(buffer);
  return tensors;
}

std::vector<std::vector<int64_t>> shapes_of(const torch::nn::Module& module) {
  std::vector<std::vector<int64_t>> shapes;
  for (const torch::Tensor& tensor : state_of(module)) shapes.push_back(tensor.sizes().vec());
  return shapes;
}

[[noreturn]] void refuse(const CheckpointFile& file, const std::string& what, const std::string& alternative = "") {
  throw Error(fmt::format("{}: {}; {}{}", file.path.string(), what, file.remedy, alternative));
}

}  // namespace

Snapshot::Snapshot(const torch::nn::Module& module) {
  for (const torch::Tensor& tensor : state_of(module)) tensors_.push_back(tensor.detach().clone());
}

void Snapshot::restore(torch::nn::Module& module) const {
  const torch::NoGradGuard no_gradients;
  std::vector<torch::Tensor> state = state_of(module);
  for (size_t i = 0; i < state.size(); ++i) state[i].copy_(tensors_.at(i));
}

void save_checkpoint(const CheckpointFile& file, const torch::nn::Module& module, const std::string& description) {
  torch::serialize::OutputArchive weights;
  module.save(weights);
  torch::serialize::OutputArchive archive;
  archive.write(kRecipe, c10::IValue(file.recipe));
  archive.write(kDescription, c10::IValue(description));
  archive.write(kWeights, weights);
  std::ostringstream stream;
  archive.save_to(stream);
  write_file(file.path, std::string_view(stream.str()));
}

void load_checkpoint(const CheckpointFile& file, torch::nn::Module& module) {
  if (!std::filesystem::exists(file.path)) refuse(file, "is not there yet");
  const auto expected = shapes_of(module);
  c10::IValue recipe;
  bool ours = file.recipe.empty();
  std::istringstream stream(read_text(file.path));
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(stream, torch::Device(torch::kCPU));
    archive.read(kRecipe, recipe);
    torch::serialize::InputArchive weights;
    archive.read(kWeights, weights);
    ours = ours || recipe.toStringRef() == file.recipe;
    if (ours) module.load(weights);
  } catch (const std::exception&) {
    refuse(file, "is damaged or no checkpoint of bitstill");
  }
  if (!ours) refuse(file, "was made from another config", ", or choose another folder with --run");
  if (shapes_of(module) != expected) refuse(file, "holds weights of other shapes");
}

std::string read_description(const std::filesystem::path& path) {
  std::istringstream stream(read_text(path));
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(stream, torch::Device(torch::kCPU));
    c10::IValue description;
    archive.read(kDescription, description);
    return description.toStringRef();
  } catch (const std::exception&) {
    throw Error(path.string() +
                ": is damaged or no checkpoint of bitstill; give the teacher.pt or student.pt of a run");
  }
}

}  // namespace bitstill::train
