// The Core2's sources against the headers of ESP-IDF, M5Unified and M5GFX (`make check-board`), with a module that
// listens, on one core and on two, one with a curve, and one of neither kind.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "codegen/codegen.h"
#include "configs/support/files.h"
#include "firmware/targets/find_program.h"
#include "firmware/targets/find_targets.h"
#include "firmware/targets/process.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"
#include "tests/support/pitch_model.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

class M5Core2 : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* variable : {"IDF_PATH", "M5UNIFIED_PATH", "M5GFX_PATH"}) {
      if (std::getenv(variable) == nullptr) GTEST_SKIP() << variable << " names no checkout: make check-board";
    }
    compiler_ = find_program("xtensa-esp32-elf-g++", esp32_toolchain_folder());
    if (!compiler_) GTEST_SKIP() << "no xtensa-esp32-elf-g++ on PATH";
  }

  void expect_fine(const fs::path& module) const {
    const fs::path script = fs::path(BITSTILL_SOURCE_DIR) / "firmware/boards/m5core2/check_types.sh";
    const Finished finished = run_process({.words = {"/usr/bin/env", "CXX=" + compiler_->string(), script.string(),
                                                     module.string(), (folder_.path() / "work").string()},
                                           .time_out = std::chrono::minutes(10)});
    EXPECT_EQ(finished.exit_code, 0) << finished.text;
  }

  TemporaryFolder folder_;
  std::optional<fs::path> compiler_;
};

TEST_F(M5Core2, CompilesWithAModuleThatListens) {
  write_file(folder_.path() / "pitch.tflite", tests::pitch_artifact());
  codegen::generate_module(folder_.path() / "pitch.tflite", folder_.path() / "pitch", {});
  expect_fine(folder_.path() / "pitch");
}

TEST_F(M5Core2, CompilesWithACurve) {
  BITSTILL_NEED_SHARED("golden/hello_world_int8/model.tflite");
  codegen::generate_module(tests::shared_path("golden/hello_world_int8/model.tflite"), folder_.path() / "hello", {});
  expect_fine(folder_.path() / "hello");
}

TEST_F(M5Core2, CompilesWithAModuleForBothCores) {
  codegen::GenerateOptions options;
  options.target = codegen::Target::kEsp32;
  options.workers = 2;
  write_file(folder_.path() / "pitch.tflite", tests::pitch_artifact());
  codegen::generate_module(folder_.path() / "pitch.tflite", folder_.path() / "pitch", options);
  expect_fine(folder_.path() / "pitch");
}

TEST_F(M5Core2, CompilesWithAnyOtherModule) { expect_fine(tests::TinyModule().path()); }

}  // namespace
}  // namespace bitstill::firmware
