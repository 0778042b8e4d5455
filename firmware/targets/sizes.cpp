#include "firmware/targets/sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "configs/support/error.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

constexpr const char* kParameterSuffixes[] = {"Weights", "Bias",       "Scales", "Channels",    "Constant", "Codebook",
                                              "RunCode", "WeightCode", "Turns",  "Multipliers", "Shifts"};

std::string output_of(std::vector<std::string> words) {
  const Finished finished = run_process({.words = std::move(words)});
  if (finished.exit_code == 0) return finished.text;
  throw Error(fmt::format("a module's size cannot be measured: {}", finished.text));
}

}  // namespace

int64_t section_bytes(const std::string& size_text, const std::string& section) {
  std::istringstream lines(size_text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    int64_t bytes = 0;
    if (words >> name >> bytes && name == section) return bytes;
  }
  return 0;
}

int64_t parameter_bytes(const std::string& nm_text) {
  std::istringstream lines(nm_text);
  int64_t bytes = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string address, size, kind;
    words >> address >> size >> kind;
    const bool constant = kind == "r" || kind == "R";
    const auto is_parameter = [&](const char* suffix) { return constant && line.ends_with(suffix); };
    if (std::ranges::any_of(kParameterSuffixes, is_parameter)) bytes += std::stoll(size, nullptr, 16);
  }
  return bytes;
}

ModuleSizes measure_sizes(const Target& target, const ModuleFolder& module, const std::filesystem::path& elf) {
  const std::string sections = output_of({target.size.string(), "-A", elf.string()});
  ModuleSizes sizes;
  sizes.parameter_bytes = parameter_bytes(output_of({target.nm.string(), "-S", "--demangle", elf.string()}));
  sizes.code_bytes = section_bytes(sections, ".text") + section_bytes(sections, ".rodata") - sizes.parameter_bytes;
  sizes.arena_bytes = module.arena_bytes;
  sizes.static_bytes = section_bytes(sections, ".data") + section_bytes(sections, ".bss");
  return sizes;
}

}  // namespace bitstill::firmware
