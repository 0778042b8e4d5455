// The texts of an emitted module: a class with run(), its constants, the kernels it needs, and build files for CMake,
// ESP-IDF, PlatformIO and Arduino.
#pragma once

#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "codegen/memory/plan.h"

namespace bitstill::codegen {

struct ModuleFile {
  std::string path;  // relative to the module folder
  std::string text;
};

// Same graph and name, same texts.
std::vector<ModuleFile> emit_module(const Graph& graph, const MemoryPlan& plan, const std::string& name);

}  // namespace bitstill::codegen
