// Rows of a manifest that are left out: {ell_bad: "1"}, {rail_fraction: ">= 0.01"}.
#pragma once

#include <string>

namespace bitstill::datasets {

// Whether `field` is what `condition` describes: the same text, or after <, <=, >, >= or != a number that is, or is
// not, as far up. A field that is no number is never below or above one. Throws Error for a comparison without a
// number.
bool is_excluded(const std::string& field, const std::string& condition);

}  // namespace bitstill::datasets
