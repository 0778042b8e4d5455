// Real data and golden models live outside the repository, compilers and emulators may be missing; a test that needs
// what is absent skips and says so.
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

// Takes what detect_lx106() and the like give; skips the test, with the reason, where the target cannot run.
#define BITSTILL_NEED_TARGET(detected) \
  if (!(detected).missing.empty()) GTEST_SKIP() << (detected).missing
