#include "tests/support/module_batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "codegen/codegen.h"
#include "codegen/cores/divide_layers.h"
#include "codegen/emit/layer_emitter.h"
#include "codegen/emit/module.h"
#include "codegen/esp32/choose_kernels.h"
#include "codegen/memory/plan.h"
#include "codegen/passes/passes.h"
#include "codegen/reference/executor.h"
#include "codegen/tflite/reader.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/board_sources.h"
#include "firmware/targets/process.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;
using firmware::Observer;

// Modules are compiled together, this much text of them in one translation unit: the compiler starts seldom, yet all
// cores have something to do.
constexpr size_t kTextBytesPerUnit = 2'000'000;

size_t cores() { return std::max(1U, std::thread::hardware_concurrency()); }

void append(std::vector<uint8_t>& all, std::span<const uint8_t> more) {
  all.insert(all.end(), more.begin(), more.end());
}

// A module carries the kernels it needs in its own namespace. All copies are alike, so that a batch compiles one,
// which the namespaces of the modules name.
constexpr const char* kKernelsFolder = "src/kernels/";
constexpr const char* kAliases =
    "namespace {0} {{ namespace ops = batch::ops; namespace arithmetic = batch::arithmetic; }}\n";

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string shared_kernel(std::string text, const std::string& module) {
  replace_all(text, "namespace " + module + "::", "namespace batch::");
  replace_all(text, module + "_esp32_", "batch_esp32_");
  return text;
}

// The function by which the runner calls a module.
std::string function_text(const codegen::Graph& graph, const std::string& module) {
  std::string text = fmt::format(
      "namespace {{ {0}::Network network_{0}; }}\n"
      "void run_{0}(const int8_t* inputs, int8_t* outputs);\n"
      "void run_{0}(const int8_t* inputs, int8_t* outputs) {{\n",
      module);
  int64_t offset = 0;
  for (const int index : graph.inputs) {
    const int64_t bytes = graph.tensor(index).bytes();
    text += fmt::format("  memcpy(network_{}.{}(), inputs + {}, {});\n", module,
                        codegen::border_name(graph.inputs, index, "input"), offset, bytes);
    offset += bytes;
  }
  if (graph.workers > 1) {
    text += fmt::format(
        "  static const {0}::Worker other_core = {{batch_start, batch_wait, nullptr}};\n"
        "  network_{0}.use(other_core);\n",
        module);
  }
  text += fmt::format("  network_{}.run();\n", module);
  offset = 0;
  for (const int index : graph.outputs) {
    const int64_t bytes = graph.tensor(index).bytes();
    text += fmt::format("  memcpy(outputs + {}, network_{}.{}(), {});\n", offset, module,
                        codegen::border_name(graph.outputs, index, "output"), bytes);
    offset += bytes;
  }
  return text + "}\n";
}

std::vector<uint8_t> outputs_of(const codegen::Graph& graph, std::span<const uint8_t> inputs) {
  codegen::Executor executor(graph);
  std::vector<uint8_t> all;
  const auto sample = static_cast<size_t>(graph.input_bytes());
  for (size_t at = 0; at < inputs.size(); at += sample) {
    executor.run(inputs.subspan(at, sample));
    append(all, executor.outputs());
  }
  return all;
}

// "conv_2d_03: outputs: sample 2, element 17: expected -4, got -5".
std::string output_difference(const std::string& who, std::span<const uint8_t> expected, std::span<const uint8_t> got,
                              size_t sample_bytes) {
  if (expected.size() != got.size()) {
    return fmt::format("{}: {} output bytes are expected, {} were computed", who, expected.size(), got.size());
  }
  const auto at = static_cast<size_t>(std::ranges::mismatch(expected, got).in1 - expected.begin());
  return fmt::format("{}: outputs: sample {}, element {}: expected {}, got {}", who, at / sample_bytes,
                     at % sample_bytes, static_cast<int8_t>(expected[at]), static_cast<int8_t>(got[at]));
}

class Compiler {
 public:
  Compiler(const BatchBuild& build, fs::path folder) : build_(build), folder_(std::move(folder)) {}

  void compile(const std::string& source, const std::string& object) const {
    std::vector<std::string> words = command();
    if (source.ends_with(".S") && !build_.target.assembler.empty()) {
      for (auto& step : firmware::assemble_commands(build_.target, words, source, object)) run(std::move(step));
      return;
    }
    words.insert(words.end(), {"-c", source, "-o", object});
    run(std::move(words));
  }

  void link(const std::vector<std::string>& objects, const std::string& program) const {
    std::vector<std::string> words = command();
    for (const auto* more : {&objects, &build_.target.board_sources, &build_.target.helper_sources}) {
      words.insert(words.end(), more->begin(), more->end());
    }
    words.insert(words.end(), {"-o", program});
    for (const auto* more : {&build_.target.board_flags, &build_.target.link_flags}) {
      words.insert(words.end(), more->begin(), more->end());
    }
    run(std::move(words));
  }

 private:
  // The flags of firmware/targets/build.cpp, at another optimisation where asked for.
  std::vector<std::string> command() const {
    std::vector<std::string> words = build_.target.compiler;
    words.insert(words.end(),
                 {"-std=c++17", build_.optimisation, "-Wall", "-Wextra", "-Wconversion", "-Werror", "-fno-exceptions",
                  "-fno-rtti", "-I.", "-Ifirmware/app", std::string("-I") + BITSTILL_SOURCE_DIR + "/tests/support"});
    if (build_.observer == Observer::kOn) words.push_back("-DBITSTILL_OBSERVE");
    words.insert(words.end(), build_.target.flags.begin(), build_.target.flags.end());
    return words;
  }

  void run(std::vector<std::string> words) const {
    const auto finished =
        firmware::run_process({.words = std::move(words), .folder = folder_, .time_out = std::chrono::minutes(10)});
    if (finished.exit_code != 0) {
      throw Error(fmt::format("{}: compiling a batch fails:\n{}", build_.target.name, finished.text.substr(0, 4000)));
    }
  }

  const BatchBuild& build_;
  fs::path folder_;
};

// Compiles `sources` on all cores.
std::vector<std::string> compile_all(const Compiler& compiler, const std::vector<std::string>& sources) {
  std::vector<std::string> objects;
  for (const std::string& source : sources) objects.push_back(source + ".o");
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < sources.size(); i = next++) compiler.compile(sources[i], objects[i]);
  };
  std::vector<std::future<void>> workers;
  for (size_t i = 0; i < std::min(cores(), sources.size()); ++i) {
    workers.push_back(std::async(std::launch::async, work));
  }
  for (auto& worker : workers) worker.wait();
  for (auto& worker : workers) worker.get();
  return objects;
}

// Nobody counts instructions here, and emulating without a clock is several times faster.
std::vector<std::string> without_clock(std::vector<std::string> emulator) {
  const auto option = std::ranges::find(emulator, "-icount");
  if (option != emulator.end()) emulator.erase(option, option + 2);
  return emulator;
}

}  // namespace

size_t ModuleBatch::Entry::text_bytes() const {
  size_t bytes = 0;
  for (const auto& [path, text] : files) bytes += text.size();
  return bytes;
}

size_t ModuleBatch::Entry::sent_bytes(Observer observer) const {
  return observer == Observer::kOn ? expected.size() : samples * output_bytes;
}

std::optional<std::string> ModuleBatch::Entry::first_difference(const BatchBuild& build,
                                                                std::span<const uint8_t> sent) const {
  const std::span<const uint8_t> all(expected);
  if (build.observer == Observer::kOn && std::ranges::equal(all, sent)) return std::nullopt;
  const std::string who = fmt::format("{}, module on {}{}", name, build.target.name, build.optimisation);
  size_t at = 0;       // in what is expected
  size_t sent_at = 0;  // in what was sent
  for (size_t sample = 0; sample < samples; ++sample) {
    for (const Piece& piece : pieces) {
      const bool seen = build.observer == Observer::kOn || piece.output;
      if (seen) {
        const auto right = all.subspan(at, piece.bytes);
        const auto got = sent.subspan(sent_at, piece.bytes);
        const auto element = static_cast<size_t>(std::ranges::mismatch(right, got).in1 - right.begin());
        if (element < piece.bytes) {
          return fmt::format("{}: {}, sample {}, element {}: expected {}, got {}", who, piece.name, sample, element,
                             static_cast<int8_t>(right[element]), static_cast<int8_t>(got[element]));
        }
        sent_at += piece.bytes;
      }
      at += piece.bytes;
    }
  }
  return std::nullopt;
}

void ModuleBatch::add(const BatchModel& model) {
  codegen::Graph plain = codegen::tflite::read_model(model.artifact, model.name);
  codegen::Graph passed = codegen::tflite::read_model(model.artifact, model.name);
  codegen::passes::run_all(passed);
  const std::vector<uint8_t> outputs = outputs_of(plain, model.inputs);
  const auto sample_bytes = static_cast<size_t>(plain.output_bytes());
  const auto note = [&](const std::string& who, const std::vector<uint8_t>& expected) {
    if (expected != outputs) reference_differences_.push_back(output_difference(who, expected, outputs, sample_bytes));
  };
  if (!model.outputs.empty()) note(model.name + ", reference executor", model.outputs);
  add_module(model, passed, model.name);
  if (passed.fused.size() == plain.fused.size()) return;
  note(model.name + ", reference executor with passes", outputs_of(passed, model.inputs));
  add_module(model, plain, model.name + " without passes");
}

void ModuleBatch::add_module(const BatchModel& model, codegen::Graph& graph, const std::string& name) {
  if (target_ == codegen::Target::kEsp32) codegen::esp32::choose_kernels(graph, true);
  if (model.workers > 1) codegen::cores::divide_all_layers(graph);
  for (const auto& node : graph.operators) {
    esp32_layers_ += node->esp32_kernel ? 1 : 0;
    divided_layers_ += node->division ? 1 : 0;
  }
  layers_ += graph.operators.size();
  Entry entry;
  entry.name = name;
  entry.module = fmt::format("m{}", entries_.size());
  for (const auto& file : codegen::emit_module(graph, codegen::plan_memory(graph), entry.module)) {
    if (file.path.starts_with(kKernelsFolder)) {
      kernels_[file.path.substr(std::string("src/").size())] = shared_kernel(file.text, entry.module);
    } else if (file.path.starts_with("src/")) {
      entry.files[entry.module + "/" + file.path] = file.text;
    }
  }
  entry.function = function_text(graph, entry.module);
  entry.input_bytes = static_cast<size_t>(graph.input_bytes());
  entry.output_bytes = static_cast<size_t>(graph.output_bytes());
  if (model.inputs.size() % entry.input_bytes != 0) throw Error(name + ": its inputs are not whole samples");
  entry.samples = model.inputs.size() / entry.input_bytes;
  entry.inputs = model.inputs;
  const auto layers = graph.layers();
  for (const codegen::Layer& layer : layers) {
    entry.pieces.push_back({fmt::format("{} ({}, t{})", layer.name, graph.operators[layer.node]->name(), layer.tensor),
                            static_cast<size_t>(graph.tensor(layer.tensor).bytes()), false});
  }
  entry.pieces.push_back({"outputs", entry.output_bytes, true});
  codegen::Executor executor(graph);
  for (size_t at = 0; at < model.inputs.size(); at += entry.input_bytes) {
    executor.run(std::span(model.inputs).subspan(at, entry.input_bytes));
    for (const codegen::Layer& layer : layers) append(entry.expected, executor.bytes(layer.tensor));
    append(entry.expected, executor.outputs());
  }
  entries_.push_back(std::move(entry));
}

std::string ModuleBatch::table_text() const {
  std::string declarations, rows;
  size_t inputs = 1, outputs = 1;
  for (const Entry& entry : entries_) {
    declarations += fmt::format("void run_{}(const int8_t* inputs, int8_t* outputs);\n", entry.module);
    rows += fmt::format("    {{run_{}, {}, {}, {}}},\n", entry.module, entry.input_bytes, entry.output_bytes,
                        entry.samples);
    inputs = std::max(inputs, entry.input_bytes);
    outputs = std::max(outputs, entry.output_bytes);
  }
  return fmt::format(
      "#include \"batch_runner.h\"\n{}const BatchEntry kBatch[] = {{\n{}}};\nconst size_t kBatchEntries = {};\n"
      "alignas(4) int8_t batch_inputs[{}];\nalignas(4) int8_t batch_outputs[{}];\n",
      declarations, rows, entries_.size(), inputs, outputs);
}

// The modules spread over as many translation units as their text asks for, the longest first.
std::vector<std::string> ModuleBatch::unit_texts() const {
  std::vector<const Entry*> longest_first;
  size_t all_bytes = 0;
  for (const Entry& entry : entries_) {
    longest_first.push_back(&entry);
    all_bytes += entry.text_bytes();
  }
  std::ranges::stable_sort(longest_first, std::greater<>(), [](const Entry* entry) { return entry->text_bytes(); });
  const size_t count = std::clamp(all_bytes / kTextBytesPerUnit, std::min(cores(), entries_.size()), entries_.size());
  std::string head = "#include <string.h>\n#include \"batch_runner.h\"\n";
  for (const auto& [path, text] : kernels_) {
    if (path.ends_with(".h")) head += fmt::format("#include \"{}\"\n", path);
  }
  std::vector<std::string> texts(count, head);
  std::vector<size_t> loads(count, 0);
  for (const Entry* entry : longest_first) {
    const auto least = static_cast<size_t>(std::ranges::min_element(loads) - loads.begin());
    loads[least] += entry->text_bytes();
    texts[least] += fmt::format(kAliases, entry->module);
    texts[least] += fmt::format("#include \"{0}/src/{0}.cpp\"\n{1}", entry->module, entry->function);
  }
  return texts;
}

std::vector<std::string> ModuleBatch::differences_on(const BatchBuild& build) const {
  const TemporaryFolder temporary;
  const fs::path folder = temporary.path();
  firmware::unpack_board_sources(folder);
  const auto write = [&](const std::string& path, std::span<const char> text) {
    fs::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
  };
  for (const auto& [path, text] : kernels_) write(path, text);
  std::vector<uint8_t> inputs;
  for (const Entry& entry : entries_) {
    for (const auto& [path, text] : entry.files) write(path, text);
    append(inputs, entry.inputs);
  }
  std::vector<std::string> sources = {"table.cpp", "runner.cpp"};
  for (const auto& [path, text] : kernels_) {
    if (path.ends_with(".S")) sources.push_back(path);
  }
  const bool assembly = sources.size() > 2;
  write("table.cpp", table_text());
  write("runner.cpp", std::string("#include \"batch_runner.cpp\"\n"));
  for (const std::string& text : unit_texts()) {
    sources.push_back(fmt::format("unit{}.cpp", sources.size()));
    write(sources.back(), text);
  }
  write_file(folder / "inputs", inputs);
  const Compiler compiler(build, folder);
  compiler.link(compile_all(compiler, sources), "program");

  firmware::Command command{.words = without_clock(build.target.emulator_for(assembly)),
                            .folder = folder,
                            .input = folder / "inputs",
                            .output = folder / "sent",
                            .time_out = std::chrono::minutes(10)};
  command.words.push_back((folder / "program").string());
  const auto finished = firmware::run_process(command);
  const std::vector<uint8_t> sent = read_file(folder / "sent");
  if (finished.exit_code != 0) {
    throw Error(fmt::format("{}: a batch ends with {} in or after {}: {}", build.target.name, finished.exit_code,
                            entry_at(build, sent.size()), finished.text.substr(0, 1000)));
  }
  return compare(build, sent);
}

std::string ModuleBatch::entry_at(const BatchBuild& build, size_t sent_bytes) const {
  for (const Entry& entry : entries_) {
    const size_t bytes = entry.sent_bytes(build.observer);
    if (sent_bytes < bytes) return entry.name;
    sent_bytes -= bytes;
  }
  return entries_.back().name;
}

std::vector<std::string> ModuleBatch::compare(const BatchBuild& build, std::span<const uint8_t> sent) const {
  std::vector<std::string> differences;
  for (const Entry& entry : entries_) {
    const size_t bytes = entry.sent_bytes(build.observer);
    if (bytes > sent.size()) {
      differences.push_back(fmt::format("{}, {}: sent {} bytes where {} were expected", entry.name, build.target.name,
                                        sent.size(), bytes));
      return differences;
    }
    if (auto difference = entry.first_difference(build, sent.first(bytes))) differences.push_back(*difference);
    sent = sent.subspan(bytes);
  }
  return differences;
}

}  // namespace bitstill::tests
