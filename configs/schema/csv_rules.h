// What the keys of a CSV table must be to one another; each is looked at before a file is opened.
#pragma once

#include <string>

#include "configs/schema/experiment.h"

namespace bitstill::configs {

// One character that is no part of a number, a word, a quote or a line end.
bool is_separator(const std::string& text);

// No column is named twice among inputs, targets and group: a target among the inputs would be the answer itself.
bool every_column_has_one_role(const CsvTableConfig& config);

}  // namespace bitstill::configs
