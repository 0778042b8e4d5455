// The compiler in two calls: read an artifact, write a module. The stages are visible in codegen.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "codegen/emit/module.h"
#include "codegen/esp32/memory_map.h"
#include "codegen/graph/graph.h"
#include "codegen/inspect/budget.h"
#include "codegen/memory/plan.h"

namespace bitstill::codegen {

// Reads an int8 .tflite, runs the passes unless told otherwise, chooses the target's kernels, the form of each layer's
// weights and, for 2 workers, divides layers between two cores. Throws Error.
Graph load_graph(const std::filesystem::path& artifact, bool passes = true, Target target = Target::kPortable,
                 int workers = 1, Packing packing = {});

// A module in memory.
struct Compiled {
  Graph graph;
  MemoryPlan plan;
  std::vector<ModuleFile> files;
};

// The whole compiler: read, passes, kernels, plan, emit. `file` is for messages. Throws Error.
Compiled compile(std::span<const uint8_t> artifact, const std::string& file, const std::string& name,
                 bool passes = true, Target target = Target::kPortable, int workers = 1, Packing packing = {});

struct GenerateOptions {
  std::string name;  // namespace, files and folder of the module; empty: from the artifact's file name
  bool passes = true;
  Target target = Target::kPortable;
  int workers = 1;                                           // cores: 2 divides large layers, for the esp32 target only
  esp32::ArenaMemory arena = esp32::ArenaMemory::kInternal;  // of a module for the ESP32
  Packing packing;                                           // forms of the weights
  // Test vectors for check/, whole samples as the device reads them; empty: seeded random ones and the extremes.
  std::vector<uint8_t> check_inputs;
  // Clips for check/pcm.bin of a module with a front-end, one after the other; empty: seeded synthetic ones.
  std::vector<int16_t> check_clips;
  Budget budget;  // a module that needs more is not written: CheckFailed is thrown
};

// Writes a module folder. It appears complete or not at all; a folder that is there already is replaced only if it is
// a module (has check/module.json) or empty. Same artifact and options, same bytes. Throws Error.
void generate_module(const std::filesystem::path& artifact, const std::filesystem::path& folder,
                     const GenerateOptions& options);

// Names are used as a C++ namespace. Throws Error where `name` is not an identifier or is reserved.
void check_module_name(const std::string& name);

// A valid module name made from a file name: "Hello-World.tflite" gives "hello_world".
std::string module_name_from(const std::filesystem::path& file);

}  // namespace bitstill::codegen
