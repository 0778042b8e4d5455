// A module's folder as the tools of Arduino, PlatformIO and ESP-IDF would compile it, with stand-ins for what they
// bring.
#include <gmock/gmock.h>

#include <set>

#include "codegen/codegen.h"
#include "firmware/targets/process.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"
#include "tests/support/pitch_model.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using tests::TinyModule;

// What the Arduino core puts before a sketch, its macros among it.
constexpr const char* kArduino = R"(#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#define INPUT 0x0
#define OUTPUT 0x1
#define HIGH 0x1
#define LOW 0x0
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define abs(x) ((x) > 0 ? (x) : -(x))
#define round(x) ((x) >= 0 ? (long)((x) + 0.5) : (long)((x)-0.5))
#define bit(b) (1UL << (b))
#define B1 1
#define F(text) text
struct SerialPort {
  void begin(unsigned long) {}
  void print(const char* text) { fputs(text, stdout); }
  void print(char c) { putchar(c); }
  void print(int number) { printf("%d", number); }
  void print(unsigned long number) { printf("%lu", number); }
  void println() { putchar('\n'); }
  void println(const char* text) { puts(text); }
};
static SerialPort Serial;
inline unsigned long micros() { return 0; }
inline void delay(unsigned long) {}
void setup();
void loop();
)";

// What the Core2's sketch uses of M5Unified: a microphone that hears a low tone and then a high one, a screen that
// forgets.
constexpr const char* kM5Unified = R"(#pragma once
#include <Arduino.h>
#include <math.h>
#include <stdlib.h>
enum { TFT_BLACK, TFT_WHITE, TFT_GREEN, TFT_DARKGREY, middle_left, middle_center };
struct Configuration { bool internal_spk; };
struct Screen {
  int width() { return 320; }
  int height() { return 240; }
  void fillRect(int, int, int, int, int) {}
  void setTextDatum(int) {}
  void setTextSize(int) {}
  void setTextColor(int, int) {}
  void drawString(const char*, int, int) {}
};
// The last two pieces asked for are not there yet, as on the board.
struct Microphone {
  int16_t* asked[2] = {};
  size_t heard = 0;
  bool record(int16_t* samples, size_t count, unsigned rate) {
    if (int16_t* full = asked[0]) {
      for (size_t i = 0; i < count; ++i, ++heard)
        full[i] = (int16_t)(16000 * sin(2 * M_PI * (heard < rate ? 500 : 3000) * heard / rate));
    }
    asked[0] = asked[1];
    asked[1] = samples;
    if (heard > 2 * rate) exit(0);
    return true;
  }
};
struct Sensor { bool isEnabled() { return true; } };
struct Board {
  Screen Display;
  Microphone Mic;
  Sensor Imu;
  Configuration config() { return {}; }
  void begin(Configuration) {}
};
static Board M5;
)";

Finished shell(const fs::path& folder, const std::string& command) {
  return run_process({.words = {"/bin/sh", "-c", command}, .folder = folder});
}

// Every source below src/, as Arduino finds them.
std::string arduino_sources(const fs::path& module) {
  std::set<std::string> sources;
  for (const auto& entry : fs::recursive_directory_iterator(module / "src")) {
    const std::string extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".c" || extension == ".S") sources.insert(entry.path().string());
  }
  std::string words;
  for (const std::string& source : sources) words += " " + source;
  return words;
}

TEST(Packaging, ItsSketchCompilesAsArduinoWouldAndRuns) {
  const TinyModule tiny;
  write_file(tiny.file("Arduino.h"), std::string_view(kArduino));
  write_file(tiny.file("main.cpp"), std::string_view("#include <Arduino.h>\nint main() { setup(); loop(); }\n"
                                                     "#include \"tiny.ino\"\n"));
  const std::string command = "g++ -std=gnu++17 -Os -Wall -Wextra -Werror -fno-exceptions -I. -I" +
                              (tiny.path() / "src").string() + " -I" + (tiny.path() / "examples" / "tiny").string() +
                              " main.cpp" + arduino_sources(tiny.path()) + " -o sketch && ./sketch";
  const Finished finished = shell(tiny.file("."), command);
  EXPECT_EQ(finished.exit_code, 0) << finished.text;
  // The zeros' outputs are the module's check vectors' last sample.
  const ModuleFolder module = tiny.open();
  const auto expected = read_file(module.check("t" + std::to_string(module.outputs[0].tensor) + ".bin"));
  std::string line = "0 us:";
  for (size_t i = expected.size() - tests::kTinyOutputs; i < expected.size(); ++i) {
    line += " " + std::to_string(static_cast<int8_t>(expected[i]));
  }
  EXPECT_EQ(finished.text, line + "\n");
}

TEST(Packaging, TheSketchOfTheCore2HearsWordsThroughItsMicrophone) {
  const TemporaryFolder folder;
  const fs::path artifact = folder.path() / "pitch.tflite";
  const fs::path module = folder.path() / "pitch";
  write_file(artifact, tests::pitch_artifact());
  codegen::generate_module(artifact, module, {});
  write_file(folder.path() / "Arduino.h", std::string_view(kArduino));
  write_file(folder.path() / "M5Unified.h", std::string_view(kM5Unified));
  write_file(folder.path() / "main.cpp",
             std::string_view("#include <math.h>\n#include <stdlib.h>\n"  // before macros abs, round
                              "#include <Arduino.h>\n#include \"pitch_m5core2.ino\"\n"
                              "int main() { setup(); for (;;) loop(); }\n"));
  const std::string command = "g++ -std=gnu++17 -O1 -Wall -Wextra -Werror -fno-exceptions -I. -I" +
                              (module / "src").string() + " -I" + (module / "examples/pitch_m5core2").string() +
                              " main.cpp" + arduino_sources(module) + " -o sketch && ./sketch";
  const Finished finished = shell(folder.path(), command);
  EXPECT_EQ(finished.exit_code, 0) << finished.text;
  EXPECT_EQ(finished.text.find("low\n"), 0U) << finished.text;
  EXPECT_NE(finished.text.find("low\nhigh\n"), std::string::npos) << finished.text;
}

TEST(Packaging, TwoModulesOfDifferentNetworksLiveInOneProgram) {
  BITSTILL_NEED_SHARED("golden/hello_world_int8/model.tflite");
  const TinyModule tiny;
  codegen::GenerateOptions options;
  options.name = "hello";
  const fs::path hello = tiny.file("hello");
  codegen::generate_module(tests::shared_path("golden/hello_world_int8/model.tflite"), hello, options);
  write_file(tiny.file("main.cpp"), std::string_view(R"(#include <hello.h>
#include <tiny.h>
static hello::Network one;
static tiny::Network other;
int main() {
  one.run();
  other.run();
  return one.output()[0] == one.output()[0] && sizeof(other.output()) == 3 ? 0 : 1;
}
)"));
  const std::string command = "g++ -std=c++17 -O2 -Wall -Wextra -Werror -I" + (tiny.path() / "src").string() + " -I" +
                              (hello / "src").string() + " main.cpp" + arduino_sources(tiny.path()) +
                              arduino_sources(hello) + " -o both && ./both";
  const Finished finished = shell(tiny.file("."), command);
  EXPECT_EQ(finished.exit_code, 0) << finished.text;
}

// ESP-IDF includes a component's CMakeLists.txt with idf_component_register at hand; two of them in one project.
TEST(Packaging, IsAComponentOfEspIdf) {
  const TinyModule tiny;
  codegen::GenerateOptions options;
  options.name = "again";
  codegen::generate_module(tiny.artifact(), tiny.file("again"), options);
  write_file(tiny.file("CMakeLists.txt"), std::string_view(R"(cmake_minimum_required(VERSION 3.16)
project(stand_in CXX)
set(ESP_PLATFORM 1)
macro(idf_component_register)
  cmake_parse_arguments(component "" "" "SRCS;INCLUDE_DIRS" ${ARGN})
  get_filename_component(COMPONENT_NAME ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(COMPONENT_LIB __idf_${COMPONENT_NAME})
  add_library(${COMPONENT_LIB} STATIC ${component_SRCS})
  target_include_directories(${COMPONENT_LIB} PUBLIC ${component_INCLUDE_DIRS})
endmacro()
add_subdirectory(run/generated)
add_subdirectory(again)
file(WRITE ${CMAKE_BINARY_DIR}/main.cpp "#include <again.h>\n#include <tiny.h>\nint main() {}\n")
add_executable(program ${CMAKE_BINARY_DIR}/main.cpp)
target_link_libraries(program __idf_generated __idf_again)
)"));
  const Finished finished = shell(tiny.file("."), "cmake -S . -B build && cmake --build build && build/program");
  EXPECT_EQ(finished.exit_code, 0) << finished.text;
}

TEST(Packaging, OnlySourcesLieWhereToolsLookForThem) {
  const TinyModule tiny;
  for (const char* name : {"core", "src/core", "utility"}) EXPECT_FALSE(fs::exists(tiny.path() / name)) << name;
  std::set<std::string> beside;
  for (const auto& entry : fs::directory_iterator(tiny.path())) {
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") beside.insert(entry.path());
  }
  EXPECT_TRUE(beside.empty());
}

}  // namespace
}  // namespace bitstill::firmware
