// The chosen columns of one CSV file: numbers as numbers, the class and the group as numbered texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::datasets {

// A column of texts: row i holds texts[numbers[i]]. Texts are numbered in the order of their first row.
struct TextColumn {
  std::vector<int64_t> numbers;
  std::vector<std::string> texts;
};

struct CsvRows {
  std::string file;
  std::vector<int64_t> lines;   // where each row begins
  std::vector<double> inputs;   // row after row, columns in the config's order
  std::vector<double> targets;  // the same; empty for classification
  TextColumn classes;           // empty for regression
  TextColumn groups;            // empty where the config names no group

  int64_t size() const { return static_cast<int64_t>(lines.size()); }
};

constexpr int64_t kMostCsvRows = 10'000'000;
constexpr int64_t kMostCsvClasses = 1000;

// Reads `file`, which is config.file or config.test_file. Throws Error, with the line and the column, for a column that
// is not there or stands twice, a row that has not as many fields as the header, what is not a finite float32 number,
// an empty class or group, and too many rows or classes.
CsvRows read_csv_rows(const configs::CsvTableConfig& config, const std::string& file);

}  // namespace bitstill::datasets
