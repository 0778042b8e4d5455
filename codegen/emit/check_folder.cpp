#include "codegen/emit/check_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "codegen/emit/features.h"
#include "codegen/emit/layer_emitter.h"
#include "codegen/emit/listener.h"
#include "codegen/front_end.h"
#include "codegen/listening.h"
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

// Noise that swells, a triangle wave that rises to half the sample rate, silence and then the loudest square wave.
std::vector<int16_t> default_clips(int64_t clip_samples) {
  std::vector<int16_t> clips;
  uint32_t state = 1;
  for (int64_t i = 0; i < clip_samples; ++i) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    clips.push_back(static_cast<int16_t>(static_cast<int16_t>(state) * i / clip_samples));
  }
  uint32_t phase = 0;
  for (int64_t i = 0; i < clip_samples; ++i) {
    phase += static_cast<uint32_t>((i << 31) / clip_samples);
    const auto turn = static_cast<int32_t>(phase >> 16);
    clips.push_back(static_cast<int16_t>(turn < 32768 ? 2 * turn - 32768 : 98303 - 2 * turn));
  }
  for (int64_t i = 0; i < clip_samples; ++i) {
    clips.push_back(2 * i < clip_samples ? int16_t{0} : i % 50 < 25 ? INT16_MAX : INT16_MIN);
  }
  return clips;
}

// Little endian.
std::vector<uint8_t> clips_file(const features::Parameters& front_end, std::vector<int16_t> clips) {
  if (clips.empty()) clips = default_clips(front_end.clip_samples);
  if (clips.size() % static_cast<size_t>(front_end.clip_samples) != 0) {
    throw Error(fmt::format("check clips hold {} samples, which is not a whole number of clips of {}", clips.size(),
                            front_end.clip_samples));
  }
  std::vector<uint8_t> bytes;
  bytes.reserve(2 * clips.size());
  for (const int16_t sample : clips) {
    bytes.push_back(static_cast<uint8_t>(sample));
    bytes.push_back(static_cast<uint8_t>(sample >> 8));
  }
  return bytes;
}

Json border_json(const Graph& graph, const std::vector<int>& border, const std::string& what) {
  Json list = Json::array();
  for (const int index : border) {
    const Tensor& tensor = graph.tensor(index);
    Json entry = {{"tensor", index},
                  {"name", border_name(border, index, what)},
                  {"type", element_name(tensor)},
                  {"bytes", tensor.bytes()},
                  {"shape", tensor.shape}};
    if (tensor.type == ElementType::kInt8) {
      entry["scale"] = tensor.quantization.scale();
      entry["zero_point"] = tensor.quantization.zero_point();
    }
    list.push_back(std::move(entry));
  }
  return list;
}

bool is_divided(const std::unique_ptr<Operator>& node) { return node->division.has_value(); }

std::string module_json(const Graph& graph, const MemoryPlan& plan, const std::string& name) {
  Json layers = Json::array();
  for (const Layer& layer : graph.layers()) {
    const Operator& node = *graph.operators[layer.node];
    layers.push_back({{"operator", node.name()},
                      {"name", layer.name},
                      {"tensor", layer.tensor},
                      {"bytes", graph.tensor(layer.tensor).bytes()},
                      {"macs", layer.output == 0 ? node.macs() : 0}});
  }
  Json fused = Json::array();
  for (const Fused& gone : graph.fused) {
    fused.push_back(
        {{"operator", gone.operator_name}, {"input", gone.input}, {"output", gone.output}, {"reason", gone.reason}});
  }
  Json module = {{"name", name},
                 {"artifact_sha256", graph.artifact_sha256},
                 {"target", target_name(graph.target)},
                 {"arena_bytes", plan.arena_bytes},
                 {"macs", graph.macs()},
                 {"parameter_bytes", graph.parameter_bytes()},
                 {"inputs", border_json(graph, graph.inputs, "input")},
                 {"outputs", border_json(graph, graph.outputs, "output")},
                 {"layers", layers},
                 {"fused", fused}};
  if (graph.workers > 1) module["divided_layers"] = std::ranges::count_if(graph.operators, is_divided);
  return module.dump(2) + "\n";
}

// "  memcpy(network.input(), inputs + 0, 490);"
std::string copies(const Graph& graph, const std::vector<int>& border, const std::string& what, const char* format) {
  std::string text;
  int64_t offset = 0;
  for (const int index : border) {
    const int64_t bytes = graph.tensor(index).bytes();
    text += fmt::format(fmt::runtime(format), border_name(border, index, what), offset, bytes);
    offset += bytes;
  }
  return text;
}

std::string adapter_text(const Graph& graph, const std::string& name) {
  const std::string two_cores = graph.workers == 1
                                    ? ""
                                    : fmt::format(
                                          "using Worker = {}::Worker;\nconstexpr int kDividedLayers = {};\n"
                                          "#define BITSTILL_HAS_WORKER\n",
                                          name, std::ranges::count_if(graph.operators, is_divided));
  return fmt::format(
      "// How a checking program calls this module: all inputs in one buffer, all outputs in another.\n"
      "#pragma once\n\n#include <string.h>\n\n#include \"{0}.h\"\n\nnamespace check {{\n\n"
      "using Network = {0}::Network;\nusing {0}::kArenaBytes;\nusing {0}::kArtifactSha256;\n"
      "constexpr const char* kModuleName = \"{0}\";\n{10}"
      "constexpr size_t kInputBytes = {1};\nconstexpr size_t kOutputBytes = {2};\nconstexpr int kLayers = {3};\n\n"
      "inline void load(Network& network, const int8_t* inputs) noexcept {{\n{4}}}\n\n"
      "inline void store(const Network& network, int8_t* outputs) noexcept {{\n{5}}}\n\n"
      "// Where one of the inputs lies, and one of the outputs.\n"
      "constexpr size_t kInputs = {6};\nconstexpr size_t kOutputs = {7};\n"
      "struct Part {{\n  int8_t* data;\n  size_t bytes;\n}};\n"
      "struct ConstPart {{\n  const int8_t* data;\n  size_t bytes;\n}};\n\n"
      "inline Part input(Network& network, size_t index) noexcept {{\n"
      "  const Part parts[] = {{\n{8}  }};\n  return parts[index];\n}}\n\n"
      "inline ConstPart output(const Network& network, size_t index) noexcept {{\n"
      "  const ConstPart parts[] = {{\n{9}  }};\n  return parts[index];\n}}\n\n}}  // namespace check\n",
      name, graph.input_bytes(), graph.output_bytes(), graph.layers().size(),
      copies(graph, graph.inputs, "input", "  memcpy(network.{}(), inputs + {}, {});\n"),
      copies(graph, graph.outputs, "output", "  memcpy(outputs + {1}, network.{0}(), {2});\n"), graph.inputs.size(),
      graph.outputs.size(),
      copies(graph, graph.inputs, "input", "      {{reinterpret_cast<int8_t*>(&network.{0}()), {2}}},\n"),
      copies(graph, graph.outputs, "output", "      {{reinterpret_cast<const int8_t*>(&network.{0}()), {2}}},\n"),
      two_cores);
}

}  // namespace

std::vector<CheckFile> check_folder(const Graph& graph, const MemoryPlan& plan, const std::string& name,
                                    std::span<const uint8_t> artifact, CheckVectors vectors) {
  std::vector<uint8_t>& inputs = vectors.inputs;
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
  if (const auto front_end = front_end_of(graph)) {
    files.push_back({"check/features_adapter.h", bytes_of(features_adapter(name))});
    files.push_back({"check/pcm.bin", clips_file(*front_end, std::move(vectors.clips))});
  }
  if (listening_of(graph)) files.push_back({"check/listener_adapter.h", bytes_of(listener_adapter(name))});
  return files;
}

}  // namespace bitstill::codegen
