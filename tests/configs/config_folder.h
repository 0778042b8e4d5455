// A folder of config files made for one test, and the words with which reading them fails.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::tests {

// All that a config must say; a test adds to it.
inline const std::string kSmallest =
    "dataset: {kind: function}\n"
    "teacher: {layers: [dense: {units: 1}]}\n"
    "student: {layers: [dense: {units: 1}]}\n";

class ConfigFolder : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view text) {
    write_file(folder_.path() / name, text);
    return folder_.path() / name;
  }

  configs::ExperimentConfig read(std::string_view text, const std::vector<std::string>& overrides = {}) {
    return configs::read_experiment(write("x.yaml", text), overrides);
  }

  // The error's text with the folder's path taken out of it; empty where there was none.
  std::string problems(std::string_view text, const std::vector<std::string>& overrides = {}) {
    try {
      read(text, overrides);
    } catch (const Error& error) {
      return without_folder(error.what());
    }
    return "";
  }

  std::string without_folder(std::string text) const {
    const std::string prefix = folder_.path().string() + "/";
    for (size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) text.erase(at, prefix.size());
    return text;
  }

  TemporaryFolder folder_;
};

}  // namespace bitstill::tests
