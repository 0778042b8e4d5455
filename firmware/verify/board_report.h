// A verdict from a board as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "firmware/verify/verify_on_board.h"

namespace bitstill::firmware {

nlohmann::ordered_json json_of(const BoardVerdict& verdict, const ModuleFolder& module, double instructions_per_tick);

// The same of a mismatch anywhere.
nlohmann::ordered_json json_of(const Mismatch& mismatch);

}  // namespace bitstill::firmware
