#include "firmware/cycles/trace_inference.h"

#include <fmt/format.h>

#include <map>
#include <sstream>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlugin = "./count_stretches.so";
constexpr const char* kTrace = "stretches.txt";

struct Symbol {
  uint32_t address = 0;
  uint32_t bytes = 0;
};

// Of the text of `nm -S`, whose sizes are left out where there are none.
std::map<std::string, Symbol> symbols_in(const std::string& nm_text) {
  std::map<std::string, Symbol> symbols;
  std::istringstream lines(nm_text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::vector<std::string> fields;
    for (std::string word; words >> word;) fields.push_back(word);
    if (fields.size() != 3 && fields.size() != 4) continue;
    const auto number = [&](size_t field) { return static_cast<uint32_t>(std::stoul(fields[field], nullptr, 16)); };
    symbols[fields.back()] = {number(0), fields.size() == 4 ? number(1) : 0};
  }
  return symbols;
}

Symbol find(const std::map<std::string, Symbol>& symbols, const std::string& start) {
  const auto found = symbols.lower_bound(start);
  if (found != symbols.end() && found->first.starts_with(start)) return found->second;
  throw Error(fmt::format("the check runner has no symbol {}", start));
}

// One argument of the plug-in after the other, as QEMU takes them.
std::string plugin_option(const Execution& execution, const fs::path& program) {
  const Finished finished = run_process({.words = {execution.target.nm.string(), "-S", program.string()}});
  if (finished.exit_code != 0) throw Error(fmt::format("the symbols cannot be listed: {}", finished.text));
  const auto symbols = symbols_in(finished.text);
  const std::string& module = execution.module.name;
  const Symbol run = find(symbols, fmt::format("_ZN{}{}7Network3runEv", module.size(), module));
  return fmt::format(
      "{},output={},run={:#x},run_end={:#x},layer={:#x},stop={:#x},flash={:#x},flash_end={:#x},constants={:#x}",
      kPlugin, kTrace, run.address, run.address + run.bytes, find(symbols, "bitstill_after_layer").address,
      find(symbols, "board_clock").address, find(symbols, "constants_start").address,
      find(symbols, "constants_end").address, find(symbols, "text_end").address);
}

// Nothing where it is built; otherwise why not.
std::string build_plugin(const fs::path& folder) {
  const Detected host = detect_host();
  if (!host.target) return host.missing;
  std::vector<std::string> words = host.target->compiler;
  for (const char* word :
       {"-std=c++17", "-O2", "-shared", "-fPIC", "-I.", "firmware/cycles/plugin/count_stretches.cpp", "-o", kPlugin}) {
    words.emplace_back(word);
  }
  const Finished finished = run_process({.words = std::move(words), .folder = folder});
  return finished.exit_code == 0 ? "" : fmt::format("the emulator's plug-in does not compile: {}", finished.text);
}

}  // namespace

TracedInference trace_inference(const Execution& execution, const fs::path& program) {
  if (std::string missing = build_plugin(execution.folder); !missing.empty()) return {std::nullopt, missing};
  const std::vector<std::string> options = {"-plugin", plugin_option(execution, program)};
  try {
    run_program(execution, Observer::kOn, program, options);
  } catch (const Error& error) {
    return {std::nullopt, fmt::format("this emulator runs no plug-in of interface version 1 ({})", error.what())};
  }
  return {parse_trace(read_text(execution.folder / kTrace)), ""};
}

}  // namespace bitstill::firmware
