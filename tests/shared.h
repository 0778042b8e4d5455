// Real data and golden models live outside the repository; a test that needs them skips by name where they are absent.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

namespace bitstill::tests {

inline std::filesystem::path shared_path(const std::string& relative) {
  return std::filesystem::path(BITSTILL_SHARED_DIR) / relative;
}

}  // namespace bitstill::tests

#define BITSTILL_NEED_SHARED(relative)                                         \
  if (!std::filesystem::exists(bitstill::tests::shared_path(relative))) {      \
    GTEST_SKIP() << bitstill::tests::shared_path(relative) << " is not there"; \
  }                                                                            \
  static_assert(true, "a semicolon is wanted after this macro")
