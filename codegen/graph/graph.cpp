#include "codegen/graph/graph.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace bitstill::codegen {

int64_t Graph::input_bytes() const {
  int64_t bytes = 0;
  for (const int index : inputs) bytes += tensor(index).bytes();
  return bytes;
}

int64_t Graph::output_bytes() const {
  int64_t bytes = 0;
  for (const int index : outputs) bytes += tensor(index).bytes();
  return bytes;
}

int64_t Graph::macs() const {
  int64_t count = 0;
  for (const auto& node : operators) count += node->macs();
  return count;
}

int64_t Graph::parameter_bytes() const {
  int64_t bytes = 0;
  for (const Tensor& tensor : tensors) bytes += static_cast<int64_t>(tensor.data.size());
  return bytes;
}

std::vector<std::string> Graph::layer_names() const {
  std::map<std::string_view, int> counts;
  std::vector<std::string> names;
  for (const auto& node : operators) {
    names.push_back(fmt::format("{}_{}", node->short_name(), ++counts[node->short_name()]));
  }
  return names;
}

std::string Graph::layer_name(size_t node) const {
  const std::string_view word = operators.at(node)->short_name();
  int count = 0;
  for (size_t i = 0; i <= node; ++i) count += operators[i]->short_name() == word;
  return fmt::format("{}_{}", word, count);
}

int Graph::readers(int tensor) const {
  auto count = std::ranges::count(outputs, tensor);
  for (const auto& node : operators) count += std::ranges::count(node->inputs, tensor);
  return static_cast<int>(count);
}

std::optional<size_t> Graph::writer(int tensor) const {
  for (size_t i = 0; i < operators.size(); ++i) {
    if (std::ranges::find(operators[i]->outputs, tensor) != operators[i]->outputs.end()) return i;
  }
  return std::nullopt;
}

std::vector<Layer> Graph::layers() const {
  std::vector<Layer> all;
  const auto names = layer_names();
  for (size_t node = 0; node < operators.size(); ++node) {
    const std::vector<int>& produced = operators[node]->outputs;
    for (size_t i = 0; i < produced.size(); ++i) {
      all.push_back({node, i, produced[i], i == 0 ? names[node] : fmt::format("{}_{}", names[node], i + 1)});
    }
  }
  return all;
}

std::string element_name(const Tensor& tensor) {
  if (tensor.type == ElementType::kInt8) return "int8";
  return tensor.type == ElementType::kInt32 ? "int32" : tensor.type_name;
}

std::string describe(const Tensor& tensor) {
  std::string text = fmt::format("{}[{}]", element_name(tensor), fmt::join(tensor.shape, ", "));
  const Quantization& quantization = tensor.quantization;
  if (quantization.scales.size() == 1) {
    text += fmt::format(" scale {:.9g} zero point {}", quantization.scale(), quantization.zero_point());
  } else if (!quantization.scales.empty()) {
    text += fmt::format(" {} scales along axis {}", quantization.scales.size(), quantization.axis);
  }
  return text;
}

std::string Graph::print() const {
  std::string text;
  const auto line = [&](const char* what, int index) {
    text += fmt::format("{:<7} t{:<4} {}  {}\n", what, index, describe(tensor(index)), tensor(index).name);
  };
  for (const int index : inputs) line("input", index);
  const auto names = layer_names();
  for (size_t i = 0; i < operators.size(); ++i) {
    const Operator& node = *operators[i];
    std::string from, to;
    for (const int index : node.inputs) from += fmt::format("{}t{}", from.empty() ? "" : ", ", index);
    for (const int index : node.outputs) {
      to += fmt::format("{}t{} {}", to.empty() ? "" : ", ", index, describe(tensor(index)));
    }
    text += fmt::format("{:<12} {:<16} {} -> {}", names[i], node.name(), from, to);
    if (!node.parameters().empty()) text += fmt::format("  ({})", node.parameters());
    if (node.macs() > 0) text += fmt::format("  {} MACs", node.macs());
    text += '\n';
  }
  for (const int index : outputs) line("output", index);
  for (const Fused& gone : fused) {
    text += fmt::format("fused   {} t{} -> t{} ({})\n", gone.operator_name, gone.input, gone.output, gone.reason);
  }
  return text;
}

}  // namespace bitstill::codegen
