#include "train/teachers/torchscript.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::train {
namespace {

constexpr double kLeastProbability = 1e-7;  // its logarithm is finite and far below what float32 softmax resolves

// LibTorch's messages: what happened stands in the last line that is no stack frame.
std::string cause(const std::exception& error) {
  std::string text = error.what();
  if (const size_t at = text.rfind("RuntimeError: "); at != std::string::npos) text = text.substr(at + 14);
  return text.substr(0, text.find('\n'));
}

torch::jit::Module load_module(const std::string& file, const torch::Device& device) {
  read_file(file);  // its own sentence for a file that is missing or cannot be read
  try {
    torch::jit::Module module = torch::jit::load(file, device);
    module.eval();
    return module;
  } catch (const std::exception&) {
    throw Error(file + ": is no TorchScript module; save one with torch.jit.save(torch.jit.script(model), ...)");
  }
}

std::string shape_text(const torch::Tensor& tensor) { return fmt::format("[{}]", fmt::join(tensor.sizes(), ", ")); }

bool are_probabilities(const torch::Tensor& outputs) {
  const bool inside = outputs.min().item<double>() >= -1e-3 && outputs.max().item<double>() <= 1 + 1e-3;
  return inside && (outputs.sum(1) - 1).abs().max().item<double>() < 1e-2;  // half-precision models add up this well
}

}  // namespace

TorchScriptModel::TorchScriptModel(const configs::TorchScriptConfig& config, const NetworkPurpose& purpose,
                                   const torch::Device& device)
    : config_(config), purpose_(purpose), device_(device), module_(load_module(config.file, device)) {
  check_statistics(config.mean, "mean");
  check_statistics(config.deviation, "deviation");
  if (config.input_layout == "channels_first" && purpose.input_shape.size() < 2) {
    throw Error(fmt::format("{}: input_layout is channels_first but the dataset's inputs have the shape [{}]; use flat",
                            config.file, fmt::join(purpose.input_shape, ", ")));
  }
  std::vector<int64_t> shape = purpose.input_shape;
  shape.insert(shape.begin(), 2);
  const torch::Tensor blank = torch::zeros(shape, torch::TensorOptions().device(device));
  torch::Tensor outputs;
  try {
    const torch::NoGradGuard no_gradients;
    outputs = module_.forward({prepared(blank)}).toTensor();
  } catch (const std::exception& error) {
    throw Error(fmt::format("{}: cannot take inputs of the shape {} ({}); check its input_layout", config.file,
                            shape_text(prepared(blank)), cause(error)));
  }
  if (outputs.sizes().vec() != std::vector<int64_t>{2, purpose.output_size}) {
    throw Error(fmt::format("{}: gives outputs of the shape {} for two samples, expected [2, {}] for this dataset",
                            config.file, shape_text(outputs), purpose.output_size));
  }
  if (!purpose.classification) return;
  if ((config.outputs == "probabilities") != are_probabilities(outputs)) {
    throw Error(fmt::format("{}: its outputs {} probabilities but outputs is {}; set it to {}", config.file,
                            config.outputs == "probabilities" ? "are no" : "are", config.outputs,
                            config.outputs == "probabilities" ? "logits" : "probabilities"));
  }
}

void TorchScriptModel::check_statistics(const std::vector<double>& numbers, const std::string& key) const {
  const auto channels = static_cast<size_t>(purpose_.input_shape.back());
  if (numbers.size() <= 1 || numbers.size() == channels) return;
  throw Error(fmt::format("{}: {} has {} numbers, expected one, or one for each of {} channels", config_.file, key,
                          numbers.size(), channels));
}

torch::Tensor TorchScriptModel::statistics(const std::vector<double>& numbers) const {
  return torch::tensor(numbers, torch::TensorOptions(torch::kFloat).device(device_));
}

torch::Tensor TorchScriptModel::prepared(torch::Tensor inputs) const {
  if (!config_.mean.empty()) inputs = inputs - statistics(config_.mean);
  if (!config_.deviation.empty()) inputs = inputs / statistics(config_.deviation);
  if (config_.input_layout == "channels_first") return inputs.movedim(-1, 1).contiguous();
  return config_.input_layout == "flat" ? inputs.flatten(1) : inputs;
}

torch::Tensor TorchScriptModel::forward(torch::Tensor inputs) {
  const torch::Tensor outputs = module_.forward({prepared(std::move(inputs))}).toTensor().to(torch::kFloat);
  return config_.outputs == "probabilities" ? outputs.clamp_min(kLeastProbability).log() : outputs;
}

}  // namespace bitstill::train
