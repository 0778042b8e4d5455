// Flashing with a stand-in for ESP-IDF's idf.py: what is run, what is written, and what is said where it fails.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include "configs/support/error.h"
#include "firmware/flash/core2_project.h"
#include "firmware/flash/flash_command.h"
#include "firmware/targets/build.h"
#include "tests/firmware/tiny_module.h"
#include "tests/firmware/variable.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using tests::TinyModule;
using tests::Variable;

// Notes its arguments, and makes what the real one makes.
constexpr const char* kIdf = R"sh(#!/bin/sh
echo "$(basename "$PWD"): $*" >>"$IDF_CALLS"
for word in "$@"; do last=$word; done
case "$*" in
  *merge-bin*) mkdir -p "$(dirname "$last")" && echo whole >"$last" ;;
esac
if [ -n "$IDF_SAYS" ]; then echo "$IDF_SAYS"; exit 1; fi
)sh";

// A board that has been flashed: the firmware as a process of this machine, at a port's other end.
class FlashedBoard {
 public:
  explicit FlashedBoard(const ModuleFolder& module) {
    const std::string program = Builder(*detect_host().target, module, folder_.path()).serial_firmware().string();
    const int far_end = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    EXPECT_EQ(::grantpt(far_end) + ::unlockpt(far_end), 0);
    port_ = ::ptsname(far_end);
    near_end_ = ::open(port_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios settings{};
    ::tcgetattr(near_end_, &settings);
    ::cfmakeraw(&settings);
    ::tcsetattr(near_end_, TCSANOW, &settings);
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(far_end, STDIN_FILENO);
      ::dup2(far_end, STDOUT_FILENO);
      ::execl(program.c_str(), program.c_str(), nullptr);
      ::_exit(1);
    }
    ::close(far_end);
  }
  ~FlashedBoard() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(near_end_);
  }
  FlashedBoard(const FlashedBoard&) = delete;
  FlashedBoard& operator=(const FlashedBoard&) = delete;

  const std::string& port() const { return port_; }

 private:
  TemporaryFolder folder_;
  std::string port_;
  int near_end_ = -1;  // stays open, so that the line does while nobody talks
  pid_t process_ = 0;
};

class Flash : public testing::Test {
 protected:
  void SetUp() override {
    write_file(tiny_.file("bin/idf.py"), std::string_view(kIdf));
    fs::permissions(tiny_.file("bin/idf.py"), fs::perms::owner_all);
    write_file(tiny_.file("port"), std::string_view(""));
  }

  // What the command prints. Names of files are of the test's folder.
  std::string flash(const std::string& options) const {
    const Variable path("PATH", tiny_.file("bin").string() + ":/usr/bin:/bin");
    const Variable calls("IDF_CALLS", tiny_.file("calls").string());
    return flash_as_it_is(options);
  }

  std::string flash_as_it_is(const std::string& options) const {
    CLI::App app;
    add_flash_command(app);
    testing::internal::CaptureStdout();
    try {
      app.parse("flash " + tiny_.run().string() + " " + options);
    } catch (...) {
      testing::internal::GetCapturedStdout();
      throw;
    }
    return testing::internal::GetCapturedStdout();
  }

  std::string refusal(const std::string& options) const {
    try {
      flash(options);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  std::string port() const { return "--no-verify --port " + tiny_.file("port").string(); }
  std::string calls() const { return read_text(tiny_.file("calls")); }
  fs::path project(const std::string& file) const { return tiny_.run() / "firmware" / file; }

  TinyModule tiny_;
};

TEST_F(Flash, BuildsThenFlashesAndShowsTheCommandsItRuns) {
  const std::string text = flash(port());
  const std::string build = "-B build -D SDKCONFIG=build/sdkconfig build\n";
  const std::string flash =
      "-B build -D SDKCONFIG=build/sdkconfig -p " + tiny_.file("port").string() + " -b 921600 flash\n";
  EXPECT_EQ(calls(), "m5core2: " + build + "m5core2: " + flash);
  EXPECT_THAT(text, HasSubstr("\nidf.py " + build + "idf.py " + flash + "flashed tiny to "));
}

TEST_F(Flash, ThenProvesTheBoard) {
  const FlashedBoard board(tiny_.open());
  const std::string text = flash("--port " + board.port());
  EXPECT_THAT(text, HasSubstr("flashed tiny to " + board.port() + "\n" + board.port() + ": 11 of 11 vectors equal"));
}

TEST_F(Flash, ABoardThatComputesOtherBytesIsAFailedCheck) {
  const ModuleFolder module = tiny_.open();
  const std::string source = read_text(tiny_.path() / "src/tiny.cpp");
  tiny_.edit("src/tiny.cpp", "kDense2Bias", "kDense1Bias");
  const FlashedBoard board(module);
  write_file(tiny_.path() / "src/tiny.cpp", source);
  try {
    flash("--port " + board.port());
    FAIL();
  } catch (const CLI::RuntimeError& ended) {
    EXPECT_EQ(ended.get_exit_code(), kExitCheckFailed);
  }
}

TEST_F(Flash, RefusesAModuleOfAnotherVersion) {
  tiny_.edit("check/module.json", "\"adapter\"", "\"adapted\"");
  EXPECT_THAT(refusal(port()), HasSubstr("another version of bitstill generated this module"));
}

TEST_F(Flash, TheSlowModeHasAConfigurationOfItsOwn) {
  const std::string text = flash(port() + " --dio --baud 115200");
  EXPECT_THAT(text, HasSubstr("idf.py -B build_dio -D SDKCONFIG=build_dio/sdkconfig -D "
                              "'SDKCONFIG_DEFAULTS=sdkconfig.defaults;sdkconfig.dio' build\n"));
  EXPECT_THAT(calls(), HasSubstr("-b 115200 flash\n"));
}

TEST_F(Flash, WritesOneImageOfTheWholeFlash) {
  const fs::path image = tiny_.file("images/tiny.bin");
  const std::string text = flash("--image-only -o " + image.string());
  EXPECT_EQ(read_text(image), "whole\n");
  EXPECT_THAT(text, HasSubstr("write-flash 0x0 " + image.string()));
  EXPECT_THAT(calls(), Not(HasSubstr(" flash\n")));
}

TEST_F(Flash, WithoutEspIdfSaysHowToGetIt) {
  const Variable path("PATH", "/usr/bin:/bin");
  const Variable folder("IDF_PATH", tiny_.file("nowhere").string());
  try {
    flash_as_it_is(port());
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("ESP-IDF is not on this machine"));
    EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
  }
  EXPECT_FALSE(fs::exists(project("")));
}

TEST_F(Flash, FindsEspIdfThroughItsPathVariable) {
  write_file(tiny_.file("idf/export.sh"), "PATH=" + tiny_.file("bin").string() + ":$PATH\n");
  const Variable path("PATH", "/usr/bin:/bin");
  const Variable folder("IDF_PATH", tiny_.file("idf").string());
  const Variable calls_file("IDF_CALLS", tiny_.file("calls").string());
  const std::string text = flash_as_it_is(port());
  EXPECT_THAT(text, HasSubstr(". " + tiny_.file("idf/export.sh").string() + " && idf.py -B build"));
  EXPECT_THAT(calls(), HasSubstr("m5core2: -B build"));
}

TEST_F(Flash, SaysWhatTheBuildSaidLastWhereItFails) {
  const Variable says("IDF_SAYS", "main.cpp: error: no");
  EXPECT_THAT(refusal(port()), HasSubstr("main.cpp: error: no"));
  EXPECT_THAT(read_text(project("boards/m5core2/build.log")), HasSubstr("main.cpp: error: no"));
}

TEST_F(Flash, SaysHowMuchTooLargeTheModuleIs) {
  const Variable says("IDF_SAYS", "ld: region `dram0_0_seg' overflowed by 1234 bytes");
  EXPECT_THAT(refusal(port()), HasSubstr("too large for the board: dram0_0_seg overflowed by 1234 bytes"));
}

TEST_F(Flash, RefusesAPortThatIsNotThereBeforeItBuilds) {
  EXPECT_THAT(refusal("--port /dev/ttyNone"), HasSubstr("/dev/ttyNone: there is no such port; bitstill ports"));
  EXPECT_FALSE(fs::exists(tiny_.file("calls")));
}

TEST_F(Flash, TheProjectHoldsTheModuleAndWritesOnlyWhatChanged) {
  flash(port());
  const fs::path component = project("boards/m5core2/components/module");
  EXPECT_TRUE(fs::exists(component / "src/tiny.cpp"));
  EXPECT_TRUE(fs::exists(component / "check/adapter.h"));
  EXPECT_FALSE(fs::exists(component / "check/model.tflite"));
  EXPECT_TRUE(fs::exists(project("app/command_loop.h")));
  EXPECT_TRUE(fs::exists(project("boards/m5core2/main/main.cpp")));

  write_file(component / "src/left_over.cpp", std::string_view("of another module"));
  write_file(project("boards/m5core2/build/sdkconfig"), std::string_view(""));
  const auto before = fs::last_write_time(component / "src/tiny.cpp");
  tiny_.edit("src/tiny.h", "#pragma once", "#pragma once\n");
  flash(port());
  EXPECT_FALSE(fs::exists(component / "src/left_over.cpp"));
  EXPECT_EQ(fs::last_write_time(component / "src/tiny.cpp"), before);
  EXPECT_EQ(read_text(component / "src/tiny.h"), read_text(tiny_.path() / "src/tiny.h"));
  EXPECT_TRUE(fs::exists(project("boards/m5core2/build/sdkconfig")));  // the defaults are the same
}

}  // namespace
}  // namespace bitstill::firmware
