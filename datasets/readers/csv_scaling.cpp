#include "datasets/readers/csv_scaling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "configs/schema/utf8.h"
#include "configs/support/error.h"

namespace bitstill::datasets {
namespace {

InputColumn standard(const std::string& name, const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {name, mean, std::sqrt(squares / count)};
}

InputColumn min_max(const std::string& name, const std::vector<double>& values) {
  const auto [least, greatest] = std::ranges::minmax_element(values);
  return {name, *least, *greatest - *least};
}

bool varies(const std::vector<double>& values) {
  return std::ranges::any_of(values, [&](double value) { return value != values.front(); });
}

}  // namespace

std::vector<InputColumn> scale_columns(const CsvRows& rows, const std::vector<int64_t>& training,
                                       const configs::CsvTableConfig& config) {
  std::vector<InputColumn> columns;
  std::vector<double> values(training.size());
  for (size_t i = 0; i < config.inputs.size(); ++i) {
    const std::string& name = config.inputs[i];
    if (config.normalize == "none") {
      columns.push_back({name, 0, 1});
      continue;
    }
    std::ranges::transform(training, values.begin(), [&](int64_t row) {
      return rows.inputs[static_cast<size_t>(row) * config.inputs.size() + i];
    });
    columns.push_back(config.normalize == "min_max" ? min_max(name, values) : standard(name, values));
    if (!varies(values) || !(columns.back().divisor > 0)) {
      throw Error(
          fmt::format("{}: column '{}' is {} in every training row and tells nothing, expected values that differ; "
                      "leave it out of dataset.inputs",
                      rows.file, configs::one_line(name), values.front()));
    }
  }
  return columns;
}

}  // namespace bitstill::datasets
