// Several modules on every emulated target beside TFLite Micro, as a table for a README.
#pragma once

#include <string>
#include <vector>

#include "firmware/bench/bench.h"
#include "firmware/targets/module_folder.h"

namespace bitstill::firmware {

struct ModuleCosts {
  ModuleFolder module;
  std::vector<TargetCost> costs;
};

// A row per portable module and target: instructions, those of its peers with how many times ours they are, code and
// RAM beside TFLite Micro's. A dash stands where nobody counted.
std::string comparison_table(const std::vector<ModuleCosts>& modules);

}  // namespace bitstill::firmware
