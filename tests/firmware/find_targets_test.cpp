#include "firmware/targets/find_targets.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/find_program.h"
#include "tests/firmware/variable.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;
using tests::Variable;

namespace fs = std::filesystem;

void write_program(const fs::path& path, const std::string& text) {
  write_file(path, "#!/bin/sh\n" + text + "\n");
  fs::permissions(path, fs::perms::owner_all);
}

TEST(FindProgram, LooksOnPathThenInTheFurtherFolder) {
  const TemporaryFolder first, second;
  write_program(second.path() / "tool", "exit 0");
  const Variable path("PATH", first.path().string());
  EXPECT_EQ(find_program("tool"), std::nullopt);
  EXPECT_EQ(find_program("tool", second.path()), second.path() / "tool");
  write_program(first.path() / "tool", "exit 0");
  EXPECT_EQ(find_program("tool", second.path()), first.path() / "tool");
}

TEST(FindProgram, PassesOverFilesThatCannotBeExecuted) {
  const TemporaryFolder folder;
  write_file(folder.path() / "tool", "text");
  const Variable path("PATH", folder.path().string());
  EXPECT_EQ(find_program("tool"), std::nullopt);
}

TEST(FindTargets, SaysHowToGetAHostCompiler) {
  const Variable path("PATH", "");
  const Variable compiler("CXX", "");
  EXPECT_THAT(detect_host().missing, HasSubstr("install g++ or set CXX"));
}

TEST(FindTargets, TakesTheArgumentsInCxx) {
  const TemporaryFolder folder;
  write_program(folder.path() / "mycc", "echo 99.1");
  const Variable compiler("CXX", (folder.path() / "mycc").string() + " -one -two");
  const Detected host = detect_host();
  ASSERT_TRUE(host.target);
  EXPECT_THAT(host.target->compiler, testing::ElementsAre((folder.path() / "mycc").string(), "-one", "-two"));
  EXPECT_THAT(host.target->description, HasSubstr("mycc 99.1"));
}

TEST(FindTargets, NamesThePackagesOfTheLx106Tools) {
  const Variable path("PATH", "");
  EXPECT_THAT(detect_lx106().missing, HasSubstr("gcc-xtensa-lx106"));
}

TEST(FindTargets, NamesThePackageOfTheAssemblerForMac16) {
  const Variable path("PATH", "");
  EXPECT_FALSE(detect_lx106_mac16().target);
  EXPECT_THAT(detect_lx106_mac16().missing, HasSubstr("install the package llvm-22"));
}

TEST(FindTargets, OnlyModulesWithKernelsInAssemblyMeanTheCoreWithMac16) {
  const TemporaryFolder folder;
  const Variable path("PATH", folder.path().string());
  const Variable esp32("BITSTILL_ESP32_TOOLCHAIN", "");
  for (const char* tool : {"xtensa-lx106-elf-g++", "qemu-system-xtensa", "llvm-mc-22"}) {
    write_program(folder.path() / tool, "echo 1");
  }
  const auto names = [](bool assembly) {
    std::vector<std::string> found;
    for (const Target& target : find_targets("xtensa", assembly).targets) found.push_back(target.name);
    return found;
  };
  EXPECT_THAT(names(false), testing::ElementsAre("lx106"));
  EXPECT_THAT(names(true), testing::ElementsAre("lx106", "lx106-mac16"));
}

TEST(FindTargets, Esp32WithoutACompilerIsMissingAltogether) {
  const Variable path("PATH", "");
  const Detected esp32 = detect_esp32("/no/such/folder");
  EXPECT_FALSE(esp32.target);
  EXPECT_THAT(esp32.missing, HasSubstr("/no/such/folder"));
  EXPECT_THAT(esp32.missing, HasSubstr("BITSTILL_ESP32_TOOLCHAIN"));
}

TEST(FindTargets, Esp32WithoutAnEmulatorIsCompiledForOnly) {
  const TemporaryFolder folder;
  write_program(folder.path() / "xtensa-esp32-elf-g++", "echo 13.2.0");
  const Variable path("PATH", "");
  const Detected esp32 = detect_esp32(folder.path());
  ASSERT_TRUE(esp32.target);
  EXPECT_THAT(esp32.target->description, HasSubstr("xtensa-esp32-elf-g++ 13.2.0, no emulator"));
  EXPECT_EQ(esp32.target->nm, folder.path() / "xtensa-esp32-elf-nm");
  EXPECT_THAT(esp32.missing, HasSubstr("no qemu-system-xtensa-esp32"));
}

TEST(FindTargets, TheEnvironmentNamesTheEsp32Folder) {
  const Variable folder("BITSTILL_ESP32_TOOLCHAIN", "/somewhere");
  EXPECT_EQ(esp32_toolchain_folder(), "/somewhere");
}

TEST(FindTargets, NamesThePackagesOfTheArmAndRiscVTools) {
  const Variable path("PATH", "");
  EXPECT_FALSE(detect_cortex_m4().target);
  EXPECT_THAT(detect_cortex_m4().missing, HasSubstr("install the packages gcc-arm-none-eabi and picolibc-arm"));
  EXPECT_THAT(detect_rv32imc().missing, HasSubstr("install the packages gcc-riscv64-unknown-elf and picolibc-riscv64"));
}

TEST(FindTargets, ACompilerWithoutPicolibcIsNone) {
  const TemporaryFolder folder;
  const Variable path("PATH", folder.path().string());
  write_program(folder.path() / "arm-none-eabi-g++", "echo picolibc.specs");  // what GCC says of a file it lacks
  EXPECT_THAT(detect_cortex_m4().missing, HasSubstr("no arm-none-eabi-g++ with picolibc on PATH"));
}

TEST(FindTargets, CortexM4WithoutAnEmulatorIsCompiledForOnly) {
  const TemporaryFolder folder;
  const Variable path("PATH", folder.path().string());
  write_program(folder.path() / "arm-none-eabi-g++", "echo /picolibc.specs");
  const Detected cortex_m4 = detect_cortex_m4();
  ASSERT_TRUE(cortex_m4.target);
  EXPECT_THAT(cortex_m4.missing, HasSubstr("no qemu-system-arm on PATH; install the package qemu-system-arm"));
  EXPECT_TRUE(cortex_m4.target->emulator.empty());
  EXPECT_EQ(cortex_m4.target->size, folder.path() / "arm-none-eabi-size");
}

TEST(FindTargets, EmulatedMeansAllThatAreThereAndSaysWhatIsSkipped) {
  const TemporaryFolder folder;
  const Variable path("PATH", folder.path().string());
  const Variable esp32("BITSTILL_ESP32_TOOLCHAIN", "");
  EXPECT_THAT([] { find_targets("emulated"); },
              testing::ThrowsMessage<Error>(testing::AllOf(HasSubstr("lx106 skipped: no xtensa-lx106-elf-g++"),
                                                           HasSubstr("rv32imc skipped: no riscv64-unknown-elf-g++"))));
  write_program(folder.path() / "riscv64-unknown-elf-g++", "echo /picolibc.specs");
  write_program(folder.path() / "qemu-system-riscv32", "exit 0");
  const FoundTargets found = find_targets("emulated");
  ASSERT_EQ(found.targets.size(), 1U);
  EXPECT_EQ(found.targets[0].name, "rv32imc");
  EXPECT_EQ(found.skipped.size(), 3U);
}

TEST(FindTargets, RefusesATargetItDoesNotKnow) {
  EXPECT_THAT(
      [] { find_targets("arduino"); },
      testing::ThrowsMessage<Error>(HasSubstr("expected host, lx106, lx106-mac16, esp32, cortex-m4, rv32imc, xtensa")));
}

}  // namespace
}  // namespace bitstill::firmware
