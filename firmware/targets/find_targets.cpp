#include "firmware/targets/find_targets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "configs/support/error.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

struct KnownTarget {
  const char* name;
  Detected (*detect)();
};

// Has something to add only where a module has kernels in assembly.
constexpr std::string_view kForAssembly = "lx106-mac16";

constexpr KnownTarget kKnownTargets[] = {
    {"host", detect_host},
    {"lx106", detect_lx106},
    {"lx106-mac16", detect_lx106_mac16},
    {"esp32", [] { return detect_esp32(esp32_toolchain_folder()); }},
    {"cortex-m4", detect_cortex_m4},
    {"rv32imc", detect_rv32imc},
};

struct Group {
  const char* name;
  std::vector<std::string> members;
  bool first_is_needed;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"xtensa", {"lx106", "lx106-mac16", "esp32"}, true},
      {"emulated", {"lx106", "lx106-mac16", "esp32", "cortex-m4", "rv32imc"}, false},
  };
  return all;
}

Detected detect(const std::string& name) {
  const auto known = std::ranges::find_if(kKnownTargets, [&](const auto& target) { return name == target.name; });
  if (known == std::end(kKnownTargets)) {
    throw Error(fmt::format("unknown target '{}': expected {}", name, fmt::join(target_words(), ", ")));
  }
  return known->detect();
}

void add(FoundTargets& found, const std::string& name, bool needed) {
  Detected detected = detect(name);
  if (needed && !detected.missing.empty()) throw Error(detected.missing);
  if (!detected.missing.empty()) found.skipped.push_back(fmt::format("{} skipped: {}", name, detected.missing));
  if (!detected.target) return;
  (detected.missing.empty() ? found.targets : found.compile_only).push_back(std::move(*detected.target));
}

}  // namespace

std::vector<std::string> target_words() {
  std::vector<std::string> words;
  for (const KnownTarget& target : kKnownTargets) words.emplace_back(target.name);
  for (const Group& group : groups()) words.emplace_back(group.name);
  return words;
}

std::filesystem::path esp32_toolchain_folder() {
  const char* const variable = std::getenv("BITSTILL_ESP32_TOOLCHAIN");
  return variable != nullptr ? variable : BITSTILL_ESP32_TOOLCHAIN;
}

std::string compiler_version(const std::vector<std::string>& compiler) {
  Command command{.words = compiler};
  command.words.push_back("-dumpfullversion");
  command.words.push_back("-dumpversion");
  const Finished finished = run_process(command);
  if (finished.exit_code != 0) return "of unknown version";
  return finished.text.substr(0, finished.text.find('\n'));
}

std::filesystem::path binutil_of(const std::filesystem::path& compiler, const std::string& tool) {
  const std::string name = compiler.filename().string();
  return compiler.parent_path() / (name.substr(0, name.size() - std::string("g++").size()) + tool);
}

FoundTargets find_targets(std::string_view on, bool assembly) {
  FoundTargets found;
  const auto group = std::ranges::find_if(groups(), [&](const Group& candidate) { return on == candidate.name; });
  if (group == groups().end()) {
    add(found, std::string(on), true);
    return found;
  }
  for (const std::string& name : group->members) {
    if (name == kForAssembly && !assembly) continue;
    add(found, name, group->first_is_needed && name == group->members[0]);
  }
  if (!found.targets.empty()) return found;
  throw Error(fmt::format("no emulated target can run here: {}", fmt::join(found.skipped, "; ")));
}

}  // namespace bitstill::firmware
