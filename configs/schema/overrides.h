// Values given on the command line (--set section.key=value), laid over a config's tree before anything is checked.
#pragma once

#include <string>

#include "configs/schema/document.h"

namespace bitstill::configs {

// Replaces or adds one value. What stands after '=' is YAML; a number in the key picks an entry of a list.
// Throws Error where `assignment` is not of that form or its key leads nowhere.
void apply_override(Value& root, const std::string& assignment);

}  // namespace bitstill::configs
