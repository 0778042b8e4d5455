#include "datasets/readers/csv_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>
#include <unordered_set>
#include <utility>

#include "configs/schema/scalars.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "datasets/readers/csv_file.h"
#include "datasets/readers/csv_rows.h"
#include "datasets/readers/csv_scaling.h"
#include "datasets/split_groups.h"

namespace bitstill::datasets {
namespace {

using configs::one_line;
using Config = configs::CsvTableConfig;
using Indices = std::vector<int64_t>;

// Samples one after another, as the network reads them.
class Table : public Dataset {
 public:
  Table(int64_t input_size, int64_t target_size) : input_size_(input_size), target_size_(target_size) {}

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  Sample get(int64_t index) const override {
    const auto input = inputs_.begin() + index * input_size_;
    const auto target = targets_.begin() + index * target_size_;
    return {{input, input + input_size_}, {target, target + target_size_}, labels_[static_cast<size_t>(index)]};
  }

  void add_input(float value) { inputs_.push_back(value); }
  void add_target(float value) { targets_.push_back(value); }
  void end_sample(int64_t label) { labels_.push_back(label); }

 private:
  int64_t input_size_, target_size_;
  std::vector<float> inputs_, targets_;
  std::vector<int64_t> labels_;
};

std::string counted(int64_t number, const char* thing) {
  return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

SplitIndices deal(const CsvRows& rows, const Config& config, int64_t seed) {
  const bool grouped = !config.group.empty();
  Indices each_alone(grouped ? 0 : static_cast<size_t>(rows.size()));
  std::iota(each_alone.begin(), each_alone.end(), int64_t{0});
  const auto group_count = grouped ? static_cast<int64_t>(rows.groups.texts.size()) : rows.size();
  SplitIndices split = split_groups(grouped ? rows.groups.numbers : each_alone,
                                    {.group_count = group_count,
                                     .validation_fraction = config.validation_fraction,
                                     .test_fraction = config.test_file.empty() ? config.test_fraction : 0,
                                     .seed = seed});
  if (split.train.empty()) {
    throw Error(fmt::format("{}: {}{} leave{} nothing to learn from, expected more of them or other fractions",
                            rows.file, counted(rows.size(), "row"),
                            grouped ? " in " + counted(group_count, "group") : "", rows.size() == 1 ? "s" : ""));
  }
  return split;
}

bool before(const std::string& one, const std::string& other) {
  const auto number = configs::parse_integer(one);
  const auto other_number = configs::parse_integer(other);
  return std::pair(number, one) < std::pair(other_number, other);
}

std::vector<std::string> class_names(const CsvRows& rows, const Indices& training, const std::string& column) {
  std::vector<bool> seen(rows.classes.texts.size());
  for (const int64_t row : training) {
    seen[static_cast<size_t>(rows.classes.numbers[static_cast<size_t>(row)])] = true;
  }
  std::vector<std::string> names;
  for (size_t i = 0; i < seen.size(); ++i) {
    if (seen[i]) names.push_back(rows.classes.texts[i]);
  }
  const bool numbers =
      std::ranges::all_of(names, [](const std::string& name) { return configs::parse_integer(name).has_value(); });
  if (numbers) {
    std::ranges::sort(names, before);
  } else {
    std::ranges::sort(names);
  }
  if (names.size() < 2) {
    throw Error(fmt::format("{}: column '{}' is '{}' in every training row, expected two classes or more", rows.file,
                            one_line(column), names.front()));
  }
  return names;
}

// The class of every text of a table; -1 where no training row has it.
Indices labels_of_texts(const CsvRows& rows, const std::vector<std::string>& names) {
  Indices labels;
  for (const std::string& text : rows.classes.texts) {
    const auto found = std::ranges::find(names, text);
    labels.push_back(found == names.end() ? -1 : found - names.begin());
  }
  return labels;
}

std::shared_ptr<const Dataset> table(const CsvRows& rows, const Indices& indices, const Config& config,
                                     const Splits& splits) {
  const Indices labels = labels_of_texts(rows, splits.class_names);
  const size_t width = splits.inputs.size();
  const auto target_size = static_cast<size_t>(splits.target_size);
  auto result = std::make_shared<Table>(static_cast<int64_t>(width), splits.target_size);
  for (const int64_t index : indices) {
    const auto row = static_cast<size_t>(index);
    for (size_t i = 0; i < width; ++i) {
      const InputColumn& column = splits.inputs[i];
      const auto value = static_cast<float>((rows.inputs[row * width + i] - column.offset) / column.divisor);
      if (!std::isfinite(value)) {
        fail_at_line(rows.file, rows.lines[row],
                     fmt::format("column '{}' is {}, too far from the training rows to be scaled like them, expected a "
                                 "value near theirs",
                                 one_line(column.name), rows.inputs[row * width + i]));
      }
      result->add_input(value);
    }
    for (size_t i = 0; i < target_size; ++i) {
      result->add_target(static_cast<float>(rows.targets[row * target_size + i]));
    }
    const auto text = splits.classification() ? static_cast<size_t>(rows.classes.numbers[row]) : 0;
    const int64_t label = splits.classification() ? labels[text] : -1;
    if (splits.classification() && label < 0) {
      fail_at_line(rows.file, rows.lines[row],
                   fmt::format("column '{}' is '{}', which no training row has, expected one of {}",
                               one_line(config.targets.front()), rows.classes.texts[text],
                               one_line(fmt::format("{}", fmt::join(splits.class_names, ", ")))));
    }
    result->end_sample(label);
  }
  return result;
}

CsvRows read_test_rows(const CsvRows& rows, const Config& config) {
  std::error_code ignored;
  if (std::filesystem::equivalent(config.file, config.test_file, ignored)) {
    throw Error(config.test_file + ": is also dataset.file, expected another file for the test");
  }
  CsvRows test = read_csv_rows(config, config.test_file);
  const std::unordered_set<std::string> groups(rows.groups.texts.begin(), rows.groups.texts.end());
  for (size_t row = 0; row < test.groups.numbers.size(); ++row) {
    const std::string& group = test.groups.texts[static_cast<size_t>(test.groups.numbers[row])];
    if (groups.contains(group)) {
      fail_at_line(test.file, test.lines[row],
                   fmt::format("column '{}' is '{}', a group that {} has too, expected each group in one file only",
                               one_line(config.group), one_line(group), rows.file));
    }
  }
  return test;
}

}  // namespace

Splits open_csv_table(const Config& config, int64_t seed) {
  const CsvRows rows = read_csv_rows(config, config.file);
  const SplitIndices split = deal(rows, config, seed);

  Splits splits;
  splits.input_shape = {static_cast<int64_t>(config.inputs.size())};
  splits.inputs = scale_columns(rows, split.train, config);
  if (config.task == "classification") {
    splits.class_names = class_names(rows, split.train, config.targets.front());
  } else {
    splits.target_size = static_cast<int64_t>(config.targets.size());
    splits.target_names = config.targets;
  }
  splits.train = table(rows, split.train, config, splits);
  splits.validation = table(rows, split.validation, config, splits);
  if (config.test_file.empty()) {
    splits.test = table(rows, split.test, config, splits);
  } else {
    const CsvRows test_rows = read_test_rows(rows, config);
    Indices all(static_cast<size_t>(test_rows.size()));
    std::iota(all.begin(), all.end(), int64_t{0});
    splits.test = table(test_rows, all, config, splits);
  }
  return splits;
}

}  // namespace bitstill::datasets
