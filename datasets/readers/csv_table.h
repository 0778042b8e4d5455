// Classification or regression on the rows of a CSV file: chosen columns in, one class or some numbers out.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

// A sample's input is one value per input column: (number in the file - offset) / divisor, both from the training rows
// and stated in Splits::inputs. Targets stay as they are in the file. Classes are the texts of the target column in
// the training rows, sorted: as numbers where all are whole numbers, else by their bytes. Validation, and without a
// test file also test, are drawn by the seed; rows of one group stay together (split_groups.h).
Splits open_csv_table(const configs::CsvTableConfig& config, int64_t seed);

}  // namespace bitstill::datasets
