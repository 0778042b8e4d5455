#include "codegen/codegen.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>

#include "codegen/cores/divide_layers.h"
#include "codegen/emit/check_folder.h"
#include "codegen/esp32/choose_kernels.h"
#include "codegen/pack/choose.h"
#include "codegen/passes/passes.h"
#include "codegen/tflite/reader.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "configs/support/names.h"

namespace bitstill::codegen {
namespace {

namespace fs = std::filesystem;

// The module is written beside its place and then renamed, so that an interrupted run leaves the old one whole.
void replace_folder(const fs::path& finished, const fs::path& folder) {
  const fs::path old = folder.string() + ".old" + std::to_string(::getpid());
  std::error_code error;
  if (fs::exists(folder)) fs::rename(folder, old, error);
  if (!error) {
    fs::rename(finished, folder, error);
    std::error_code ignored;
    if (error && fs::exists(old)) fs::rename(old, folder, ignored);
  }
  if (error) throw Error(fmt::format("{}: cannot be replaced ({})", folder.string(), error.message()));
  fs::remove_all(old, error);
}

void check_replaceable(const fs::path& folder) {
  if (!fs::exists(folder)) return;
  if (!fs::is_directory(folder)) throw Error(folder.string() + ": is a file, a folder for the module was expected");
  if (!fs::is_empty(folder) && !fs::exists(folder / "check" / "module.json")) {
    throw Error(folder.string() + ": exists and is not a bitstill module; name another folder or remove it");
  }
}

}  // namespace

void check_module_name(const std::string& name) {
  if (is_module_name(name)) return;
  throw Error(
      fmt::format("'{}' cannot name a module: a C++ identifier that starts with a letter was expected, such as "
                  "'keyword_spotter' (--name)",
                  name));
}

std::string module_name_from(const fs::path& file) {
  std::string name;
  for (const char c : file.stem().string()) {
    const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (fits) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!fits && !name.empty() && name.back() != '_') name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (is_module_name(name)) return name;
  return name.empty() ? "model" : "model_" + name.substr(0, 50);
}

namespace {

void fit_to(Graph& graph, Target target, int workers, Packing packing) {
  if (target == Target::kEsp32) esp32::choose_kernels(graph);
  pack::choose_codings(graph, packing);
  if (workers == 1) return;
  if (target != Target::kEsp32) {
    throw Error("two workers are for the ESP32's two cores; choose its kernels, too, with --target esp32");
  }
  cores::divide_layers(graph);
}

}  // namespace

Graph load_graph(const fs::path& artifact, bool passes, Target target, int workers, Packing packing) {
  Graph graph = tflite::read_model(read_file(artifact), artifact.string());
  if (passes) passes::run_all(graph);
  fit_to(graph, target, workers, packing);
  return graph;
}

Compiled compile(std::span<const uint8_t> artifact, const std::string& file, const std::string& name, bool passes,
                 Target target, int workers, Packing packing) {
  Compiled module;
  module.graph = tflite::read_model(artifact, file);
  if (passes) passes::run_all(module.graph);
  fit_to(module.graph, target, workers, packing);
  try {
    module.plan = plan_memory(module.graph);
    module.files = emit_module(module.graph, module.plan, name);
  } catch (const Error& error) {
    throw Error(file + ": " + error.what());
  }
  return module;
}

void generate_module(const fs::path& artifact, const fs::path& folder, const GenerateOptions& options) {
  const std::string name = options.name.empty() ? module_name_from(artifact) : options.name;
  check_module_name(name);
  if (folder.empty()) throw Error("the module's folder has an empty name; give one with --output");
  const fs::path target = fs::absolute(folder / "").parent_path();
  check_replaceable(target);

  const std::vector<uint8_t> bytes = read_file(artifact);
  const Compiled module =
      compile(bytes, artifact.string(), name, options.passes, options.target, options.workers, options.packing);
  check_budget(module.graph, module.plan, options.budget);
  if (options.target == Target::kEsp32) {
    const auto parts = esp32::map_memory(module.graph, module.plan, module.files, options.arena);
    esp32::check_memory(module.graph, module.plan, parts, options.arena);
  }
  const auto check = check_folder(module.graph, module.plan, name, bytes, {options.check_inputs, options.check_clips});

  const fs::path unfinished = target.string() + ".tmp" + std::to_string(::getpid());
  try {
    for (const ModuleFile& file : module.files) write_file(unfinished / file.path, file.text);
    for (const CheckFile& file : check) write_file(unfinished / file.path, file.bytes);
    replace_folder(unfinished, target);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(unfinished, ignored);
    throw;
  }
}

}  // namespace bitstill::codegen
