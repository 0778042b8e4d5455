#include "firmware/targets/module_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "codegen/emit/check_folder.h"
#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int64_t kMacsLimit = int64_t{1} << 40;
constexpr const char* kRemedy = "generate the module again";

int64_t total(const std::vector<ModuleBorder>& border) {
  int64_t bytes = 0;
  for (const ModuleBorder& tensor : border) bytes += tensor.bytes;
  return bytes;
}

int64_t count_in(const Json& entry, const char* key, int64_t limit = INT32_MAX) {
  const int64_t value = entry.at(key).get<int64_t>();
  if (value < 0 || value > limit) throw Error(fmt::format("'{}' is {}, which no module has", key, value));
  return value;
}

std::vector<ModuleBorder> border_in(const Json& list) {
  std::vector<ModuleBorder> border;
  for (const Json& entry : list) border.push_back({entry.at("tensor").get<int>(), count_in(entry, "bytes")});
  return border;
}

ModuleFolder parse(const Json& json) {
  ModuleFolder module;
  module.name = json.at("name").get<std::string>();
  codegen::check_module_name(module.name);
  module.artifact_sha256 = json.at("artifact_sha256").get<std::string>();
  if (json.contains("adapter")) module.adapter = count_in(json, "adapter");
  module.target = json.value("target", module.target);
  module.arena_bytes = count_in(json, "arena_bytes");
  module.macs = count_in(json, "macs", kMacsLimit);
  if (json.contains("divided_layers")) module.divided_layers = count_in(json, "divided_layers");
  module.inputs = border_in(json.at("inputs"));
  module.outputs = border_in(json.at("outputs"));
  for (const Json& entry : json.at("layers")) {
    module.layers.push_back({entry.at("operator").get<std::string>(), entry.at("name").get<std::string>(),
                             entry.at("tensor").get<int>(), count_in(entry, "bytes"),
                             count_in(entry, "macs", kMacsLimit)});
  }
  if (module.input_bytes() == 0 || module.output_bytes() == 0) throw Error("it names no input or no output");
  return module;
}

fs::path locate(const fs::path& path) {
  for (const fs::path& folder : {path, path / "generated"}) {
    if (fs::exists(folder / "check" / "module.json")) return fs::absolute(folder / "").parent_path();
  }
  throw Error(
      fmt::format("{}: neither a module (check/module.json) nor a run with one in generated/; make one with "
                  "bitstill generate",
                  path.string()));
}

}  // namespace

int64_t ModuleFolder::input_bytes() const { return total(inputs); }
int64_t ModuleFolder::output_bytes() const { return total(outputs); }

std::vector<std::string> ModuleFolder::assembly() const {
  std::vector<std::string> sources;
  if (!fs::exists(path / "src" / "kernels")) return sources;
  for (const auto& entry : fs::directory_iterator(path / "src" / "kernels")) {
    if (entry.path().extension() == ".S") sources.push_back(entry.path().string());
  }
  std::ranges::sort(sources);
  return sources;
}

ModuleFolder open_module(const fs::path& path) {
  const fs::path folder = locate(path);
  const fs::path description = folder / "check" / "module.json";
  ModuleFolder module;
  try {
    module = parse(Json::parse(read_text(description)));
  } catch (const Json::exception& problem) {
    throw Error(fmt::format("{}: damaged ({}); {}", description.string(), problem.what(), kRemedy));
  } catch (const Error& problem) {
    throw Error(fmt::format("{}: damaged ({}); {}", description.string(), problem.what(), kRemedy));
  }
  module.path = folder;
  if (sha256(read_file(module.check("model.tflite"))) != module.artifact_sha256) {
    throw Error(fmt::format("{}: is not the artifact this module was generated from; {}",
                            module.check("model.tflite").string(), kRemedy));
  }
  return module;
}

void check_adapter(const ModuleFolder& module) {
  if (module.adapter == codegen::kAdapterVersion) return;
  throw Error(
      fmt::format("{}: another version of bitstill generated this module (its check/ folder has version {}, expected "
                  "{}); delete this folder and repeat the bitstill run or bitstill generate that made it",
                  module.path.string(), module.adapter, codegen::kAdapterVersion));
}

}  // namespace bitstill::firmware
