// How the input columns of a table are brought to one scale: on different scales they would share one int8 grid badly.
#pragma once

#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/readers/csv_rows.h"

namespace bitstill::datasets {

// One entry per input column, from the rows `training` alone. `normalize` none: offset 0, divisor 1; standard: mean and
// standard deviation; min_max: least value and range. Throws Error for a column that never varies, except for none.
std::vector<InputColumn> scale_columns(const CsvRows& rows, const std::vector<int64_t>& training,
                                       const configs::CsvTableConfig& config);

}  // namespace bitstill::datasets
