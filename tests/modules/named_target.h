// Targets as parameters of tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "configs/support/error.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/find_targets.h"

namespace bitstill::tests {

// The target of a word such as "lx106-mac16"; `missing` says why where this machine cannot run it.
inline firmware::Detected named_target(const char* word) {
  try {
    return {.target = firmware::find_targets(word).targets.at(0), .missing = ""};
  } catch (const Error& error) {
    return {.target = std::nullopt, .missing = error.what()};
  }
}

// The word without what a test's name may not have.
inline std::string target_test_name(const testing::TestParamInfo<const char*>& parameter) {
  std::string name = parameter.param;
  std::erase(name, '-');
  return name;
}

}  // namespace bitstill::tests
