// The parameters as JSON: entry "front_end" of an artifact's metadata.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "datasets/features/parameters.h"

namespace bitstill::features {

// Every member by its name. The same parameters give the same text.
nlohmann::ordered_json to_json(const Parameters& parameters);

// What to_json wrote, or what a stranger made of it: checked as in check.h. Throws Error, `where` and one sentence.
Parameters from_json(const nlohmann::json& json, const std::string& where);

}  // namespace bitstill::features
