#include "codegen/esp32/memory_map.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <map>
#include <sstream>

#include "codegen/inspect/budget.h"
#include "codegen/inspect/footprint.h"
#include "configs/support/error.h"
#include "configs/support/units.h"

namespace bitstill::codegen::esp32 {
namespace {

constexpr int64_t kInstructionBytes = 3;  // the longest
constexpr int64_t kLongestMacro = 20;     // instructions, of those in assembly.inc

MappedPart arena_part(int64_t bytes, ArenaMemory memory) {
  if (memory == ArenaMemory::kExternal) {
    return {"arena", "PSRAM", bytes, kMappedExternalBytes,
            "slow: behind the flash's cache; declare the object with BITSTILL_EXTERNAL_RAM"};
  }
  return {"arena", "internal RAM", bytes, kStaticObjectBytes,
          bytes > kHeapBlockBytes
              ? fmt::format("static only: the largest heap block has {} bytes", with_commas(kHeapBlockBytes))
              : "inputs, outputs and working memory among it"};
}

MappedPart constants_part(int64_t bytes) {
  return {"constants", "flash", bytes, kMappedConstantBytes,
          fmt::format("{} a cache of {} bytes that code in flash shares",
                      bytes <= kCacheBytes ? "fit" : "stream through", with_commas(kCacheBytes))};
}

MappedPart kernels_part(const std::vector<ModuleFile>& files) {
  MappedPart part{"kernels", "IRAM", 0, kKernelBytes, ""};
  std::vector<std::string> names;
  for (const ModuleFile& file : files) {
    if (!file.path.ends_with(".S")) continue;
    part.bytes += assembled_bytes(file.text);
    names.push_back(std::filesystem::path(file.path).stem().string());
  }
  part.remark =
      names.empty() ? "none in assembly" : fmt::format("at most, for {}; other code in flash", fmt::join(names, ", "));
  return part;
}

// What weighs most, from the budgets.
std::string blame(const Graph& graph, const MemoryPlan& plan, const MappedPart& part) {
  Budget budget;
  if (part.part == "arena") budget.ram_bytes = part.room;
  if (part.part == "constants") budget.flash_bytes = part.room;
  return over_budget(graph, plan, budget);
}

std::string remedy(const MappedPart& part, ArenaMemory arena) {
  if (part.part != "arena" || arena == ArenaMemory::kExternal || part.bytes > kMappedExternalBytes) return "";
  return "; --arena external puts it into PSRAM, where it is slow";
}

}  // namespace

int64_t assembled_bytes(const std::string& source) {
  int64_t literals = 0, instructions = 0;
  std::map<std::string, int64_t> macros;  // with the instructions of each, whatever it leaves out where it is used
  for (const char* name : {"function", "return", "multiply_high"}) macros[name] = kLongestMacro;  // of assembly.inc
  int64_t* count = &instructions;
  std::istringstream lines(source);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find("//")));
    std::string word;
    if (!(words >> word) || word[0] == '#' || word == "section_of") continue;
    if (word.ends_with(":") && !(words >> word)) continue;
    if (word == ".macro" && words >> word) {
      count = &macros[word];
      continue;
    }
    if (word == ".endm") count = &instructions;
    if (word == ".long") literals += 4;
    if (word[0] == '.') continue;
    const auto macro = macros.find(word);
    *count += macro == macros.end() ? 1 : macro->second;
  }
  return literals + kInstructionBytes * instructions;
}

std::vector<MappedPart> map_memory(const Graph& graph, const MemoryPlan& plan, const std::vector<ModuleFile>& files,
                                   ArenaMemory arena) {
  return {arena_part(plan.arena_bytes, arena), constants_part(footprint(graph, plan).flash_bytes), kernels_part(files)};
}

std::string memory_table(const std::vector<MappedPart>& parts) {
  std::string text = "memory of an M5Stack Core2\n";
  for (const MappedPart& part : parts) {
    text += fmt::format("  {:<10} {:<13} {:>10} of {:>10} bytes  {}\n", part.part, part.memory, with_commas(part.bytes),
                        with_commas(part.room), part.remark);
  }
  return text;
}

void check_memory(const Graph& graph, const MemoryPlan& plan, const std::vector<MappedPart>& parts, ArenaMemory arena) {
  std::string text;
  for (const MappedPart& part : parts) {
    if (part.fits()) continue;
    text += fmt::format("an M5Stack Core2 has no room for this module's {}: {} bytes, and {} of {}{}\n{}", part.part,
                        with_commas(part.bytes), with_commas(part.room), part.memory, remedy(part, arena),
                        blame(graph, plan, part));
  }
  if (text.empty()) return;
  text.pop_back();
  throw CheckFailed(text);
}

}  // namespace bitstill::codegen::esp32
