#include "codegen/emit/check_folder.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "codegen/emit/layer_emitter.h"
#include "codegen/reference/executor.h"
#include "configs/support/error.h"

namespace bitstill::codegen {
namespace {

using Json = nlohmann::ordered_json;

std::vector<uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

// xorshift32 from seed 1, then all -128, all 127, all zero points.
std::vector<uint8_t> default_inputs(const Graph& graph) {
  const auto sample = static_cast<size_t>(graph.input_bytes());
  std::vector<uint8_t> inputs;
  uint32_t state = 1;
  for (size_t i = 0; i < kRandomVectors * sample; ++i) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    inputs.push_back(static_cast<uint8_t>(state));
  }
  inputs.insert(inputs.end(), sample, 0x80);
  inputs.insert(inputs.end(), sample, 0x7f);
  for (const int index : graph.inputs) {
    const Tensor& tensor = graph.tensor(index);
    inputs.insert(inputs.end(), static_cast<size_t>(tensor.bytes()),
                  static_cast<uint8_t>(tensor.quantization.zero_point()));
  }
  return inputs;
}

Json border_json(const Graph& graph, const std::vector<int>& border, const std::string& what) {
  Json list = Json::array();
  for (const int index : border) {
    const Tensor& tensor = graph.tensor(index);
    list.push_back({{"tensor", index},
                    {"name", border_name(border, index, what)},
                    {"bytes", tensor.bytes()},
                    {"shape", tensor.shape},
                    {"scale", tensor.quantization.scale()},
                    {"zero_point", tensor.quantization.zero_point()}});
  }
  return list;
}

std::string module_json(const Graph& graph, const MemoryPlan& plan, const std::string& name) {
  Json layers = Json::array();
  const auto names = graph.layer_names();
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Operator& node = *graph.operators[i];
    layers.push_back({{"operator", node.name()},
                      {"name", names[i]},
                      {"tensor", node.outputs[0]},
                      {"bytes", graph.tensor(node.outputs[0]).bytes()},
                      {"macs", node.macs()}});
  }
  Json fused = Json::array();
  for (const Fused& gone : graph.fused) {
    fused.push_back({{"operator", gone.operator_name}, {"input", gone.input}, {"output", gone.output}});
  }
  const Json module = {{"name", name},
                       {"artifact_sha256", graph.artifact_sha256},
                       {"target", "portable"},
                       {"arena_bytes", plan.arena_bytes},
                       {"macs", graph.macs()},
                       {"parameter_bytes", graph.parameter_bytes()},
                       {"inputs", border_json(graph, graph.inputs, "input")},
                       {"outputs", border_json(graph, graph.outputs, "output")},
                       {"layers", layers},
                       {"fused", fused}};
  return module.dump(2) + "\n";
}

std::string adapter_text(const Graph& graph, const std::string& name) {
  std::string arguments;
  const auto add = [&](const std::vector<int>& border, const char* cast, const char* buffer) {
    int64_t offset = 0;
    for (const int index : border) {
      const int64_t bytes = graph.tensor(index).bytes();
      arguments += fmt::format("{}\n              *reinterpret_cast<{} (*)[{}]>({} + {})", arguments.empty() ? "" : ",",
                               cast, bytes, buffer, offset);
      offset += bytes;
    }
  };
  add(graph.inputs, "const int8_t", "inputs");
  add(graph.outputs, "int8_t", "outputs");
  return fmt::format(
      "// How a checking program calls this module: all inputs in one buffer, all outputs in another.\n"
      "#pragma once\n\n#include \"{0}.h\"\n\nnamespace check {{\n\n"
      "using Network = {0}::Network;\n"
      "constexpr size_t kInputBytes = {1};\nconstexpr size_t kOutputBytes = {2};\nconstexpr int kLayers = {3};\n\n"
      "inline void run(Network& network, const int8_t* inputs, int8_t* outputs) noexcept {{\n"
      "  network.run({4});\n}}\n\n}}  // namespace check\n",
      name, graph.input_bytes(), graph.output_bytes(), graph.operators.size(), arguments);
}

}  // namespace

std::vector<CheckFile> check_folder(const Graph& graph, const MemoryPlan& plan, const std::string& name,
                                    std::span<const uint8_t> artifact, std::vector<uint8_t> inputs) {
  const auto sample = static_cast<size_t>(graph.input_bytes());
  if (inputs.empty()) inputs = default_inputs(graph);
  if (inputs.size() % sample != 0) {
    throw Error(fmt::format("check vectors hold {} bytes, which is not a whole number of {}-byte samples",
                            inputs.size(), sample));
  }
  std::map<int, std::vector<uint8_t>> expected;
  Executor executor(graph);
  for (size_t at = 0; at < inputs.size(); at += sample) {
    executor.run(std::span(inputs).subspan(at, sample));
    for (const auto& node : graph.operators) {
      for (const int tensor : node->outputs) {
        const auto bytes = executor.bytes(tensor);
        expected[tensor].insert(expected[tensor].end(), bytes.begin(), bytes.end());
      }
    }
  }
  std::vector<CheckFile> files;
  files.push_back({"check/model.tflite", {artifact.begin(), artifact.end()}});
  files.push_back({"check/inputs.bin", std::move(inputs)});
  for (auto& [tensor, bytes] : expected) files.push_back({fmt::format("check/t{}.bin", tensor), std::move(bytes)});
  files.push_back({"check/module.json", bytes_of(module_json(graph, plan, name))});
  files.push_back({"check/adapter.h", bytes_of(adapter_text(graph, name))});
  return files;
}

}  // namespace bitstill::codegen
