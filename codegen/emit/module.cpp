#include "codegen/emit/module.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "codegen/emit/features.h"
#include "codegen/emit/kernels.h"
#include "codegen/emit/layer_emitter.h"
#include "codegen/emit/listener.h"
#include "codegen/emit/literal.h"
#include "codegen/emit/packaging.h"
#include "codegen/front_end.h"
#include "codegen/listening.h"

namespace bitstill::codegen {
namespace {

std::string commented(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) result += line.empty() ? "//\n" : "//   " + line + "\n";
  return result;
}

std::string meaning(const Tensor& tensor) {
  const Quantization& quantization = tensor.quantization;
  if (tensor.type != ElementType::kInt8) return "plain numbers";
  return fmt::format("real = {:.9g} * (q {} {})", quantization.scale(), quantization.zero_point() < 0 ? "+" : "-",
                     std::abs(quantization.zero_point()));
}

std::string border_lines(const Graph& graph, const std::vector<int>& border, const std::string& what) {
  std::string text;
  for (const int index : border) {
    const Tensor& tensor = graph.tensor(index);
    text += fmt::format("//   {:<8} {}[{}], {}\n", border_name(border, index, what), element_name(tensor),
                        fmt::join(tensor.shape, ", "), meaning(tensor));
  }
  return text;
}

// "Input", "Output2": the types of inputs and outputs.
std::string border_type(const std::vector<int>& border, int tensor, const std::string& what) {
  return constant_prefix(border_name(border, tensor, what)).substr(1);
}

// "const Input& input, Output& output".
std::string run_parameters(const Graph& graph) {
  std::string text;
  for (const int index : graph.inputs) {
    text += fmt::format("{}const {}& {}", text.empty() ? "" : ", ", border_type(graph.inputs, index, "input"),
                        border_name(graph.inputs, index, "input"));
  }
  for (const int index : graph.outputs) {
    text += fmt::format(", {}& {}", border_type(graph.outputs, index, "output"),
                        border_name(graph.outputs, index, "output"));
  }
  return text;
}

std::string cpp_type(const Tensor& tensor) { return tensor.type == ElementType::kInt32 ? "int32_t" : "int8_t"; }

std::string label_lines(const Graph& graph) {
  const auto labels = labels_of(graph);
  if (labels.empty()) return "";
  std::string text =
      fmt::format("\n// What each output stands for.\nconstexpr const char* kLabels[{}] = {{\n", labels.size());
  for (const std::string& label : labels) text += "    " + literal(label) + ",\n";
  return text + "};\n";
}

std::string border_constants(const Graph& graph, const std::vector<int>& border, const std::string& what) {
  std::string text;
  for (const int index : border) {
    const Tensor& tensor = graph.tensor(index);
    const std::string prefix = constant_prefix(border_name(border, index, what));
    text += fmt::format("constexpr size_t {}Bytes = {};\n", prefix, tensor.bytes());
    if (tensor.type == ElementType::kInt8) {
      text += fmt::format("constexpr int32_t {}ZeroPoint = {};\n", prefix, tensor.quantization.zero_point());
    }
  }
  return text;
}

std::string border_types(const Graph& graph, const std::vector<int>& border, const std::string& what) {
  std::string text;
  for (const int index : border) {
    const Tensor& tensor = graph.tensor(index);
    text += fmt::format("using {} = {}[{}];\n", border_type(border, index, what), cpp_type(tensor), tensor.elements());
  }
  return text;
}

std::string accessors(const Graph& graph) {
  std::string text;
  const auto add = [&](const std::vector<int>& border, int index, const char* what, const char* constness) {
    text += fmt::format("  {0}{1}& {2}() {0}noexcept {{ return *reinterpret_cast<{0}{1}*>(arena_ + {3}); }}\n",
                        constness, border_type(border, index, what), border_name(border, index, what),
                        constant_prefix(border_name(border, index, what)) + "At");
  };
  for (const int index : graph.inputs) add(graph.inputs, index, "input", "");
  for (const int index : graph.outputs) add(graph.outputs, index, "output", "const ");
  return text;
}

std::string border_offsets(const Graph& graph, const MemoryPlan& plan) {
  std::string text;
  for (const Placement& placement : plan.placements) {
    if (!is_border(graph.inputs, placement.tensor) && !is_border(graph.outputs, placement.tensor)) continue;
    text += fmt::format("  static constexpr size_t {} = {};\n", arena_constant(graph, placement), placement.offset);
  }
  return text;
}

std::string target_lines(const Graph& graph) {
  if (graph.target == Target::kPortable) return "";
  const auto own = std::ranges::count_if(graph.operators, [](const auto& node) { return node->esp32_kernel; });
  return fmt::format(
      "// For the ESP32: {} of {} layers run on its MAC16 unit, and as plain C++ on other cores; the same bytes.\n",
      own, graph.operators.size());
}

constexpr const char* kWorkerText =
    "\n// The other core, on which run() computes one half of each large layer. start() lets it begin task(argument) "
    "and "
    "returns\n"
    "// at once; wait() returns when it has finished. What either core has written before, the other sees after. "
    "README.md "
    "has\n"
    "// one for FreeRTOS.\n"
    "struct Worker {\n"
    "  void (*start)(void* context, void (*task)(void* argument), void* argument);\n"
    "  void (*wait)(void* context);\n"
    "  void* context;\n"
    "};\n";

constexpr const char* kUseText =
    "  // From now on run() uses this core, too; it must outlive the network. Without one, run() computes both halves "
    "itself.\n"
    "  void use(const Worker& other_core) noexcept { other_core_ = &other_core; }\n\n";

constexpr const char* kHalvesText =
    "\n  // One half of a layer runs on the other core until wait().\n"
    "  void start(void (*half)(Network&)) noexcept;\n"
    "  void wait() noexcept;\n\n"
    "  const Worker* other_core_ = nullptr;\n"
    "  void (*half_)(Network&) = nullptr;\n";

constexpr const char* kStartText =
    "void Network::start(void (*half)(Network&)) noexcept {\n"
    "  half_ = half;\n"
    "  const auto task = [](void* network) {\n"
    "    auto& it = *static_cast<Network*>(network);\n"
    "    it.half_(it);\n"
    "  };\n"
    "  if (other_core_ == nullptr) return task(this);\n"
    "  other_core_->start(other_core_->context, task, this);\n"
    "}\n\n"
    "void Network::wait() noexcept {\n"
    "  if (other_core_ != nullptr) other_core_->wait(other_core_->context);\n"
    "}\n\n";

std::string header_text(const Graph& graph, const MemoryPlan& plan, const std::string& name) {
  std::string text = fmt::format(
      "// {0}: an int8 neural network as plain C++17; no heap, no library, no floats.\n"
      "//\n"
      "{1}{2}"
      "//\n"
      "// Generated by bitstill {3} from the artifact with SHA-256\n"
      "// {4}.\n"
      "// Arithmetic: TFLite Micro's reference int8 kernels, double rounding, bit for bit.\n"
      "// {5} parameter bytes, {6} arena bytes (inputs and outputs among them), {7} multiply-adds.\n{12}"
      "#pragma once\n\n#include <stddef.h>\n#include <stdint.h>\n\n{13}namespace {0} {{\n\n"
      "constexpr char kArtifactSha256[] = \"{4}\";\n{8}{9}"
      "constexpr size_t kArenaBytes = {6};\n\n{10}{11}",
      name, border_lines(graph, graph.inputs, "input"), border_lines(graph, graph.outputs, "output"), kModuleVersion,
      graph.artifact_sha256, graph.parameter_bytes(), plan.arena_bytes, graph.macs(),
      border_constants(graph, graph.inputs, "input"), border_constants(graph, graph.outputs, "output"),
      border_types(graph, graph.inputs, "input"), border_types(graph, graph.outputs, "output"), target_lines(graph),
      graph.target == Target::kEsp32 ? "#include \"kernels/placement.h\"\n\n" : "");
  const bool two_cores = graph.workers > 1;
  text += label_lines(graph);
  if (two_cores) text += kWorkerText;
  text += fmt::format(
      "\n// The object is its working memory: put it in static storage. One inference at a time.\n"
      "class Network {{\n public:\n"
      "  // Fill the input, call run(), read the output. All lie in the arena: run() writes over the input.\n"
      "{}  void run() noexcept;\n\n{}"
      "  // The same with buffers of the caller's, which are copied in and out.\n"
      "  void run({}) noexcept;\n\n"
      " private:\n{}\n"
      "  // GCC 12 may drop writes to the arena where it sees that two pointers of a loop start from one object and "
      "one\n"
      "  // steps by a multiple of the other (it then loses what the loop reads), so it is kept from seeing that.\n"
      "  template <class Type = int8_t>\n"
      "  Type* at(size_t offset) noexcept {{\n"
      "    int8_t* place = arena_ + offset;\n"
      "#ifdef __GNUC__\n"
      "    asm(\"\" : \"+r\"(place));\n"
      "#endif\n"
      "    return reinterpret_cast<Type*>(place);\n"
      "  }}\n\n"
      "  alignas(4) int8_t arena_[kArenaBytes];\n{}",
      accessors(graph), two_cores ? kUseText : "", run_parameters(graph), border_offsets(graph, plan),
      two_cores ? kHalvesText : "");
  return text + fmt::format("}};\n\n}}  // namespace {}\n", name);
}

std::string copying_run(const Graph& graph) {
  std::string text = fmt::format("void Network::run({}) noexcept {{\n", run_parameters(graph));
  for (const int index : graph.inputs) {
    const std::string name = border_name(graph.inputs, index, "input");
    text += fmt::format("  memcpy(this->{0}(), {0}, sizeof({0}));\n", name);
  }
  text += "  run();\n";
  for (const int index : graph.outputs) {
    const std::string name = border_name(graph.outputs, index, "output");
    text += fmt::format("  memcpy({0}, this->{0}(), sizeof({0}));\n", name);
  }
  return text + "}\n";
}

std::string source_text(const Graph& graph, const MemoryPlan& plan, const std::string& name, const ModuleText& layers) {
  std::string text = fmt::format("#include \"{0}.h\"\n\n#include <string.h>\n\n#include \"{0}_constants.h\"\n", name);
  std::set<std::string> headers = {"observer.h"};
  for (const std::string& kernel : layers.kernels) headers.insert(kernel_header(kernel));
  for (const std::string& header : headers) text += fmt::format("#include \"kernels/{}\"\n", header);
  text +=
      fmt::format("\nnamespace {} {{\nnamespace {{\n\n// The memory plan.\n//\n{}", name, commented(plan.print(graph)));
  for (const Placement& placement : plan.placements) {
    if (is_border(graph.inputs, placement.tensor) || is_border(graph.outputs, placement.tensor)) continue;
    text += fmt::format("constexpr size_t {} = {};\n", arena_constant(graph, placement), placement.offset);
  }
  text += "\n}  // namespace\n\nusing ops::after_layer;\n\nvoid Network::run() noexcept {\n" + layers.calls + "}\n\n";
  if (graph.workers > 1) text += kStartText;
  return text + copying_run(graph) + fmt::format("\n}}  // namespace {}\n", name);
}

std::string constants_text(const std::string& name, const ModuleText& layers) {
  std::string text = fmt::format(
      "// The constants of {0}, layer by layer: shapes and limits, weights, biases, scales. Included by {0}.cpp only.\n"
      "#pragma once\n\n",
      name);
  for (const std::string& kernel : layers.kernels)
    text += fmt::format("#include \"kernels/{}\"\n", kernel_header(kernel));
  return text + fmt::format("\nnamespace {0} {{\nnamespace {{\n\n{1}}}  // namespace\n}}  // namespace {0}\n", name,
                            layers.constants);
}

// How a program uses the module: fill the inputs, run, read the outputs.
std::string usage(const Graph& graph) {
  std::string text;
  for (const int index : graph.inputs) {
    const std::string name = border_name(graph.inputs, index, "input");
    text += fmt::format("network.{}()[0] = ...;  // {} values, {}\n", name, graph.tensor(index).elements(),
                        meaning(graph.tensor(index)));
  }
  text += "network.run();\n";
  for (const int index : graph.outputs) {
    const std::string name = border_name(graph.outputs, index, "output");
    text += fmt::format("... = network.{}()[0];  // {} values, {}\n", name, graph.tensor(index).elements(),
                        meaning(graph.tensor(index)));
  }
  return text;
}

// A worker that is a task pinned to the ESP32's other core.
std::string two_cores_text(const Graph& graph, const std::string& name) {
  if (graph.workers == 1) return "";
  return fmt::format(
      "\n## Two cores\n\n"
      "Half of each large layer can run on a second core; the bytes are the same. On the ESP32, under FreeRTOS:\n\n"
      "```cpp\n"
      "static TaskHandle_t other, caller;\n"
      "static void (*task)(void*);\n"
      "static void* argument;\n\n"
      "static void work(void*) {{\n"
      "  for (;;) {{\n"
      "    ulTaskNotifyTake(pdTRUE, portMAX_DELAY);\n"
      "    task(argument);\n"
      "    xTaskNotifyGive(caller);\n"
      "  }}\n"
      "}}\n\n"
      "static const {0}::Worker other_core = {{\n"
      "    [](void*, void (*begun)(void*), void* of) {{\n"
      "      task = begun;\n"
      "      argument = of;\n"
      "      xTaskNotifyGive(other);\n"
      "    }},\n"
      "    [](void*) {{ ulTaskNotifyTake(pdTRUE, portMAX_DELAY); }}, nullptr}};\n\n"
      "// Once, in the task that will call run(), which should be pinned to its core:\n"
      "caller = xTaskGetCurrentTaskHandle();\n"
      "xTaskCreatePinnedToCore(work, \"{0}\", 4096, nullptr, uxTaskPriorityGet(nullptr), &other, 1 - "
      "xPortGetCoreID());\n"
      "network.use(other_core);  // or a listener's use()\n"
      "```\n",
      name);
}

std::string readme_text(const Graph& graph, const std::string& name, const MemoryPlan& plan,
                        const std::string& from_samples) {
  return fmt::format(
      "# {0}\n\nAn int8 neural network as plain C++17, generated by bitstill. This folder is at once a CMake target, "
      "an\n"
      "ESP-IDF component, a PlatformIO library and an Arduino library.\n\n{4}\n"
      "```cpp\n#include \"{0}.h\"\n\nstatic {0}::Network network;\n...\n{1}```\n\n"
      "`src/{0}.cpp` is the network layer by layer, `src/{0}_constants.h` its numbers, `src/kernels/` the arithmetic.\n"
      "`check/` holds the artifact and test vectors: `bitstill verify FOLDER --on host` (or `--on xtensa`) compares "
      "every\n"
      "layer's bytes.\n{5}{6}\n## The graph\n\n```\n{2}```\n\n## Memory\n\n```\n{3}```\n",
      name, usage(graph), graph.print(), plan.print(graph), installing_text(), from_samples,
      two_cores_text(graph, name));
}

// Network, front-end and detector may use the same kernels.
void add_once(ModuleFile file, std::vector<ModuleFile>& files) {
  const auto same_path = [&](const ModuleFile& other) { return other.path == file.path; };
  if (std::ranges::none_of(files, same_path)) files.push_back(std::move(file));
}

}  // namespace

std::vector<ModuleFile> emit_module(const Graph& graph, const MemoryPlan& plan, const std::string& name) {
  ModuleText layers;
  const auto names = graph.layer_names();
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    LayerEmitter emitter(graph, plan, i, names[i], layers);
    graph.operators[i]->emit(emitter);
  }
  std::vector<ModuleFile> files = copy_kernels(layers.kernels, name);
  files.push_back({"src/" + name + ".h", header_text(graph, plan, name)});
  files.push_back({"src/" + name + ".cpp", source_text(graph, plan, name, layers)});
  files.push_back({"src/" + name + "_constants.h", constants_text(name, layers)});
  const auto front_end = front_end_of(graph);
  if (front_end) {
    for (ModuleFile& file : emit_features(*front_end, name)) add_once(std::move(file), files);
  }
  const auto listening = listening_of(graph);
  if (listening) {
    for (ModuleFile& file : emit_listener(*listening, plan.arena_bytes, graph.workers, name))
      add_once(std::move(file), files);
  }
  if (graph.target == Target::kEsp32) {
    for (ModuleFile& file : copy_placement(name)) add_once(std::move(file), files);
  }
  for (ModuleFile& file : packaging_files(graph, name, files)) files.push_back(std::move(file));
  const std::string from_samples =
      (front_end ? features_usage(*front_end, name) : "") + (listening ? listener_usage(*listening, name) : "");
  files.push_back({"README.md", readme_text(graph, name, plan, from_samples)});
  return files;
}

}  // namespace bitstill::codegen
