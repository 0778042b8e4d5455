// The costs of a module as a table for a person and as JSON for a program, with the same numbers.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "firmware/bench/bench.h"

namespace bitstill::firmware {

// `skipped` holds a sentence for each target that was left out.
std::string costs_as_table(const ModuleFolder& module, const std::vector<TargetCost>& costs,
                           const std::vector<std::string>& skipped);
std::string costs_as_json(const ModuleFolder& module, const std::vector<TargetCost>& costs,
                          const std::vector<std::string>& skipped);
// One entry of its "targets".
nlohmann::ordered_json cost_as_json(const ModuleFolder& module, const TargetCost& cost);

// The inner loops that take most instructions, each with the cycles that its instructions wait. Nothing without a
// model.
std::string loops_as_text(const ModuleFolder& module, const TargetCost& cost);

}  // namespace bitstill::firmware
