// The check/ folder of a module: the artifact, test vectors with every layer's expected bytes, and how to call run().
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "codegen/memory/plan.h"

namespace bitstill::codegen {

struct CheckFile {
  std::string path;  // relative to the module folder
  std::vector<uint8_t> bytes;
};

struct CheckVectors {
  // Whole samples; where empty, kRandomVectors seeded random ones and three extremes stand in.
  std::vector<uint8_t> inputs;
  // Whole clips, for a module with a front-end; where empty, three synthetic ones stand in. Others have none.
  std::vector<int16_t> clips;
};

std::vector<CheckFile> check_folder(const Graph& graph, const MemoryPlan& plan, const std::string& name,
                                    std::span<const uint8_t> artifact, CheckVectors vectors);

constexpr int kRandomVectors = 8;

// Of check/*.h, as module.json states it: a firmware needs the names that this version has.
constexpr int kAdapterVersion = 2;

}  // namespace bitstill::codegen
