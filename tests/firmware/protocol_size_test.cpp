// What the device's side of the protocol costs beyond the module, by the ESP32's compiler.
#include <gtest/gtest.h>

#include <sstream>

#include "codegen/codegen.h"
#include "configs/support/files.h"
#include "firmware/targets/board_sources.h"
#include "firmware/targets/process.h"
#include "tests/firmware/tiny_module.h"
#include "tests/support/pitch_model.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kMostCode = 6 * 1024, kMostRam = 3 * 1024;

struct Bytes {
  int64_t code = 0, ram = 0;
};

// Of the sections of an object file, without the memory that workspace.cpp keeps for the module.
Bytes bytes_of(const std::string& size_text) {
  Bytes bytes;
  std::istringstream lines(size_text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    int64_t count = 0;
    if (!(words >> name >> count)) continue;
    const auto is = [&](const char* kind) { return name.starts_with(kind); };
    if (is(".text") || is(".literal") || is(".rodata") || is(".data")) bytes.code += count;
    if (is(".data") || (is(".bss") && name.find("memory") == std::string::npos)) bytes.ram += count;
  }
  return bytes;
}

TEST(Protocol, TakesAtMost6KbOfCodeAnd3KbOfRamOnTheDevice) {
  const Detected esp32 = detect_esp32(BITSTILL_SHARED_DIR "/xtensa/esp32-toolchain/bin");
  if (!esp32.target) GTEST_SKIP() << esp32.missing;
  const TemporaryFolder folder;
  const fs::path module = folder.path() / "pitch";
  write_file(folder.path() / "pitch.tflite", tests::pitch_artifact());
  codegen::generate_module(folder.path() / "pitch.tflite", module, {});
  unpack_board_sources(folder.path());
  Bytes all;
  for (const std::string name : {"command_loop", "crc32", "layer_watch", "workspace", "serial_main"}) {
    std::vector<std::string> words = esp32.target->compiler;
    words.insert(words.end(), {"-std=c++17", "-O2", "-fno-exceptions", "-fno-rtti", "-DBITSTILL_OBSERVE",
                               "-I" + (module / "src").string(), "-I" + (module / "check").string()});
    words.insert(words.end(), esp32.target->flags.begin(), esp32.target->flags.end());
    words.insert(words.end(), {"-c", "firmware/app/" + name + ".cpp", "-o", name + ".o"});
    const Finished compiled = run_process({.words = words, .folder = folder.path()});
    ASSERT_EQ(compiled.exit_code, 0) << compiled.text;
    const Finished sizes =
        run_process({.words = {esp32.target->size.string(), "-A", name + ".o"}, .folder = folder.path()});
    ASSERT_EQ(sizes.exit_code, 0) << sizes.text;
    const Bytes bytes = bytes_of(sizes.text);
    all.code += bytes.code;
    all.ram += bytes.ram;
  }
  std::printf("%lld bytes of code, %lld of RAM\n", static_cast<long long>(all.code), static_cast<long long>(all.ram));
  EXPECT_GT(all.code, 2000);
  EXPECT_GT(all.ram, 1000);
  EXPECT_LE(all.code, kMostCode);
  EXPECT_LE(all.ram, kMostRam);
}

}  // namespace
}  // namespace bitstill::firmware
