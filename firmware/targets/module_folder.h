// An emitted module as its check/ folder describes it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bitstill::firmware {

struct ModuleLayer {
  std::string operator_name;  // "FULLY_CONNECTED"
  std::string name;           // "dense_1"
  int tensor = -1;            // TFLite index of its output
  int64_t bytes = 0;
  int64_t macs = 0;
};

struct ModuleBorder {
  int tensor = -1;
  int64_t bytes = 0;
};

struct ModuleFolder {
  std::filesystem::path path;
  std::string name;
  std::string artifact_sha256;
  int64_t adapter = 1;              // version of check/*.h
  std::string target = "portable";  // what it was generated for: portable | esp32
  int64_t arena_bytes = 0;
  int64_t macs = 0;
  int64_t divided_layers = 0;  // that run on two cores
  std::vector<ModuleBorder> inputs, outputs;
  std::vector<ModuleLayer> layers;

  int64_t input_bytes() const;   // of one sample
  int64_t output_bytes() const;  // of one sample
  // Its sources in assembly, src/kernels/*.S; none in a portable module.
  std::vector<std::string> assembly() const;
  std::filesystem::path check(const std::string& file) const { return path / "check" / file; }
};

// `path` is a module folder or a run folder with one in generated/. Throws Error where it is neither, where
// check/module.json is damaged or where check/model.tflite is not the artifact the module was made from.
ModuleFolder open_module(const std::filesystem::path& path);

// Throws Error where a firmware of this bitstill cannot carry the module, as another version generated it.
void check_adapter(const ModuleFolder& module);

}  // namespace bitstill::firmware
