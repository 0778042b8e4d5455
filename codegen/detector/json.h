// The parameters as JSON: entry "detection" of an artifact's metadata.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "codegen/detector/parameters.h"

namespace bitstill::detector {

// Every member by its name; the threshold of a label that is no word is null. The same parameters give the same text.
nlohmann::ordered_json to_json(const Parameters& parameters);

// What to_json wrote, or what a stranger made of it: checked. Throws Error, `where` and one sentence.
Parameters from_json(const nlohmann::json& json, const std::string& where);

}  // namespace bitstill::detector
