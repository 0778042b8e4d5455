// Little CSV files made by hand, and the words with which opening them fails.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "datasets/open.h"

namespace bitstill::tests {

class CsvFolder : public testing::Test {
 protected:
  std::string put(const std::string& name, std::string_view text) {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;  // not write_file: flushing hundreds takes seconds
    return (folder_.path() / name).string();
  }

  // Columns a and b in, the class c out; the file is "t.csv".
  configs::DatasetConfig classes(std::string_view text) {
    configs::DatasetConfig config;
    config.kind = "csv_table";
    config.csv_table.file = put("t.csv", text);
    config.csv_table.inputs = {"a", "b"};
    config.csv_table.task = "classification";
    config.csv_table.targets = {"c"};
    config.csv_table.normalize = "none";
    return config;
  }

  configs::DatasetConfig numbers(std::string_view text) {
    configs::DatasetConfig config = classes(text);
    config.csv_table.task = "regression";
    return config;
  }

  // Without the folder's path; empty where the dataset opens.
  std::string refusal(const configs::DatasetConfig& config) {
    try {
      datasets::open_dataset(config, 1);
      return "";
    } catch (const Error& error) {
      std::string text = error.what();
      const std::string prefix = folder_.path().string() + "/";
      for (size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
      return text;
    }
  }

  TemporaryFolder folder_;
};

// Every sample of a split.
inline std::vector<datasets::Sample> samples(const datasets::Dataset& split) {
  std::vector<datasets::Sample> all;
  for (int64_t i = 0; i < split.size(); ++i) all.push_back(split.get(i));
  return all;
}

}  // namespace bitstill::tests
