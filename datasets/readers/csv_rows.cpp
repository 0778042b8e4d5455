#include "datasets/readers/csv_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "configs/schema/scalars.h"
#include "configs/schema/suggest.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "datasets/readers/csv_file.h"

namespace bitstill::datasets {
namespace {

using configs::one_line;

struct Column {
  std::string name;
  size_t field = 0;
};

// A TextColumn while it grows.
class TextNumbers {
 public:
  explicit TextNumbers(TextColumn& column) : column_(column) {}

  void add(const std::string& text) {
    const auto [entry, is_new] = numbers_.try_emplace(text, static_cast<int64_t>(column_.texts.size()));
    if (is_new) column_.texts.push_back(text);
    column_.numbers.push_back(entry->second);
  }

 private:
  TextColumn& column_;
  std::unordered_map<std::string, int64_t> numbers_;
};

class RowsReader {
 public:
  RowsReader(const configs::CsvTableConfig& config, const std::string& file) : config_(config) { rows_.file = file; }

  void use(const CsvRow& row) {
    if (header_.empty()) return use_header(row);
    if (row.fields.size() != header_.size()) refuse_width(row);
    if (rows_.size() == kMostCsvRows) fail(row, fmt::format("is more than {} rows, expected fewer", kMostCsvRows));
    rows_.lines.push_back(row.line);
    for (const Column& column : inputs_) rows_.inputs.push_back(number(row, column));
    if (config_.task == "classification") {
      classes_.add(class_text(row));
    } else {
      for (const Column& column : targets_) rows_.targets.push_back(number(row, column));
    }
    if (!config_.group.empty()) groups_.add(text(row, group_, "a group"));
  }

  CsvRows finish() {
    if (header_.empty()) throw Error(rows_.file + ": is empty, expected a header row and rows of values");
    if (rows_.size() == 0) throw Error(rows_.file + ": has a header but no rows below it, expected rows of values");
    return std::move(rows_);
  }

 private:
  [[noreturn]] void fail(const CsvRow& row, const std::string& sentence) const {
    fail_at_line(rows_.file, row.line, sentence);
  }

  void use_header(const CsvRow& row) {
    header_ = row.fields;
    for (const std::string& name : config_.inputs) inputs_.push_back(find(row, name, "inputs"));
    for (const std::string& name : config_.targets) targets_.push_back(find(row, name, "target"));
    if (!config_.group.empty()) group_ = find(row, config_.group, "group");
  }

  Column find(const CsvRow& row, const std::string& name, const char* key) const {
    const auto found = std::ranges::find(header_, name);
    if (found == header_.end()) {
      const auto guess = configs::closest(name, header_);
      fail(row, fmt::format("has no column '{}' for dataset.{}, the header is '{}'{}{}", one_line(name), key,
                            one_line(fmt::format("{}", fmt::join(header_, config_.separator))),
                            guess ? fmt::format(" (did you mean '{}'?)", one_line(*guess)) : "",
                            header_.size() == 1 ? "; is dataset.separator right?" : ""));
    }
    if (std::find(found + 1, header_.end(), name) != header_.end()) {
      fail(row, fmt::format("column '{}' stands twice in the header, expected once", one_line(name)));
    }
    return {name, static_cast<size_t>(found - header_.begin())};
  }

  [[noreturn]] void refuse_width(const CsvRow& row) const {
    const std::string missing = row.fields.size() < header_.size() ? fmt::format("; column '{}' is the first without",
                                                                                 one_line(header_[row.fields.size()]))
                                                                   : "";
    fail(row, fmt::format("has {} fields, expected {} as in the header{}", row.fields.size(), header_.size(), missing));
  }

  double number(const CsvRow& row, const Column& column) const {
    const std::string& text = row.fields[column.field];
    const auto value = configs::parse_number(text);
    if (!value || std::abs(*value) > std::numeric_limits<float>::max()) {
      fail(row, fmt::format("column '{}' is {}, expected a finite number", one_line(column.name),
                            text.empty() ? "empty" : "'" + one_line(text) + "'"));
    }
    return *value;
  }

  const std::string& text(const CsvRow& row, const Column& column, const char* what) const {
    const std::string& text = row.fields[column.field];
    if (text.empty()) fail(row, fmt::format("column '{}' is empty, expected {}", one_line(column.name), what));
    return text;
  }

  const std::string& class_text(const CsvRow& row) const {
    const Column& column = targets_.front();
    const std::string& name = text(row, column, "a class");
    if (one_line(name) != name) {
      fail(row, fmt::format("column '{}' is '{}', expected the name of a class: at most 60 bytes on one line",
                            one_line(column.name), one_line(name)));
    }
    if (static_cast<int64_t>(rows_.classes.texts.size()) > kMostCsvClasses) {
      fail(row, fmt::format("column '{}' has more than {} different texts, expected classes; is it another column, or "
                            "the task regression?",
                            one_line(column.name), kMostCsvClasses));
    }
    return name;
  }

  const configs::CsvTableConfig& config_;
  CsvRows rows_;
  TextNumbers classes_{rows_.classes};
  TextNumbers groups_{rows_.groups};
  std::vector<std::string> header_;
  std::vector<Column> inputs_, targets_;
  Column group_;
};

}  // namespace

CsvRows read_csv_rows(const configs::CsvTableConfig& config, const std::string& file) {
  RowsReader reader(config, file);
  read_csv(file, config.separator.at(0), [&](const CsvRow& row) { reader.use(row); });
  return reader.finish();
}

}  // namespace bitstill::datasets
