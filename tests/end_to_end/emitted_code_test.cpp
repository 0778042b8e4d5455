// Emitted code is warning-free where people compile it: g++ and clang++, C++17, without exceptions and run-time types.
#include <cstdlib>

#include "tests/codegen/models.h"
#include "tests/end_to_end/program.h"

namespace bitstill::tests {
namespace {

class EmittedCode : public ProgramTest {};

bool there_is(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;
}

TEST_F(EmittedCode, CompilesWithoutAWarning) {
  write_file(path("chain.tflite"), chain_model());
  for (const char* passes : {"", "--no-passes"}) {
    std::vector<std::string> generate = {"generate", "chain.tflite", "-o", "m"};
    if (*passes != '\0') generate.push_back(passes);
    ASSERT_EQ(bitstill(generate).exit_code, 0);
    for (const std::string compiler : {"g++", "clang++"}) {
      if (!there_is(compiler)) GTEST_SKIP() << compiler << " is not there";
      const std::string command =
          compiler +
          " -std=c++17 -O2 -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror "
          "-fno-exceptions -fno-rtti -c " +
          path("m/src/chain.cpp") + " -o " + path("chain.o");
      EXPECT_EQ(std::system(command.c_str()), 0) << command;
    }
  }
}

TEST_F(EmittedCode, TwoModulesLiveInOneProgram) {
  write_file(path("chain.tflite"), chain_model());
  ASSERT_EQ(bitstill({"generate", "chain.tflite", "-o", "first", "--name", "first"}).exit_code, 0);
  ASSERT_EQ(bitstill({"generate", "chain.tflite", "-o", "second", "--name", "second", "--no-passes"}).exit_code, 0);
  write("main.cpp", R"(#include "first.h"
#include "second.h"
static first::Network a;
static second::Network b;
int main() {
  const int8_t input[6] = {1, -2, 3, -4, 5, -6};
  int8_t x[3], y[3];
  a.run(input, x);
  b.run(input, y);
  return x[0] == y[0] && x[1] == y[1] && x[2] == y[2] ? 0 : 1;
}
)");
  const std::string command = "cd " + path(".") +
                              " && g++ -std=c++17 -Wall -Wextra -Werror -Ifirst/src -Isecond/src main.cpp "
                              "first/src/first.cpp second/src/second.cpp -o both && ./both";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(EmittedCode, IsAPlainCMakeTarget) {
  write_file(path("chain.tflite"), chain_model());
  ASSERT_EQ(bitstill({"generate", "chain.tflite", "-o", "m"}).exit_code, 0);
  const std::string command =
      "cmake -S " + path("m") + " -B " + path("b") + " >/dev/null && cmake --build " + path("b") + " >/dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace bitstill::tests
