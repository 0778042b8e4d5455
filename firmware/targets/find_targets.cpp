#include "firmware/targets/find_targets.h"

#include <fmt/format.h>

#include <cstdlib>

#include "configs/support/error.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

Target need(Detected detected) {
  if (!detected.missing.empty()) throw Error(detected.missing);
  return std::move(*detected.target);
}

}  // namespace

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

FoundTargets find_targets(std::string_view on) {
  FoundTargets found;
  if (on == "host") {
    found.targets.push_back(need(detect_host()));
  } else if (on == "lx106") {
    found.targets.push_back(need(detect_lx106()));
  } else if (on == "esp32") {
    found.targets.push_back(need(detect_esp32(esp32_toolchain_folder())));
  } else if (on == "xtensa") {
    found.targets.push_back(need(detect_lx106()));
    Detected esp32 = detect_esp32(esp32_toolchain_folder());
    if (!esp32.missing.empty()) found.skipped.push_back("esp32 skipped: " + esp32.missing);
    if (esp32.target) (esp32.missing.empty() ? found.targets : found.compile_only).push_back(*esp32.target);
  } else {
    throw Error(fmt::format("unknown target '{}': expected host, xtensa, lx106 or esp32", on));
  }
  return found;
}

}  // namespace bitstill::firmware
