// What of a module goes into which memory of an M5Stack Core2, and whether there is room for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codegen/emit/module.h"
#include "codegen/graph/graph.h"
#include "codegen/memory/plan.h"

namespace bitstill::codegen::esp32 {

// What ESP-IDF 5 leaves of an ESP32's memories, in bytes. The segment for static objects has 180,736, which the
// system's own share; one object can have about this much of it.
constexpr int64_t kStaticObjectBytes = 130 * 1024;
constexpr int64_t kHeapBlockBytes = 113'840;               // the largest block of internal RAM that malloc gives
constexpr int64_t kMappedExternalBytes = 4 * 1024 * 1024;  // of 8 MiB of PSRAM
constexpr int64_t kMappedConstantBytes = 4 * 1024 * 1024;  // of flash
constexpr int64_t kCacheBytes = 32 * 1024;                 // before flash and PSRAM, for code and constants together
constexpr int64_t kKernelBytes = 8 * 1024;                 // of 128 KiB of instruction RAM, most of it the system's

enum class ArenaMemory { kInternal, kExternal };

struct MappedPart {
  std::string part;
  std::string memory;
  int64_t bytes = 0;
  int64_t room = 0;
  std::string remark;

  bool fits() const { return bytes <= room; }
};

// Arena, constants and kernels in assembly, in this order. `files` are the module's.
std::vector<MappedPart> map_memory(const Graph& graph, const MemoryPlan& plan, const std::vector<ModuleFile>& files,
                                   ArenaMemory arena);

// One line for each part.
std::string memory_table(const std::vector<MappedPart>& parts);

// Throws CheckFailed, with the numbers, the layers by weight and what may help, where a part does not fit.
void check_memory(const Graph& graph, const MemoryPlan& plan, const std::vector<MappedPart>& parts, ArenaMemory arena);

// At most so many bytes of instructions and literals does an assembly source come to.
int64_t assembled_bytes(const std::string& source);

}  // namespace bitstill::codegen::esp32
