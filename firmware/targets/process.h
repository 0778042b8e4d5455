// Runs another program to its end: a compiler, an emulator, a check runner.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bitstill::firmware {

struct Command {
  std::vector<std::string> words;             // the program's path, then its arguments; no shell in between
  std::filesystem::path folder = ".";         // where it runs
  std::filesystem::path input = "/dev/null";  // what it reads
  std::filesystem::path output{};             // the file its standard output goes to; empty: captured with its errors
  std::chrono::seconds time_out{120};
  std::function<void()> while_running{};  // called about every 50 ms
};

struct Finished {
  int exit_code = 0;  // 128 + the signal's number where a signal ended it
  bool timed_out = false;
  std::string text;  // what it wrote to standard error, and to standard output unless that went to a file
};

// Throws Error where the program cannot be started; how it ends is the caller's to judge.
Finished run_process(const Command& command);

}  // namespace bitstill::firmware
