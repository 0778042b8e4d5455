#include "firmware/flash/esp_idf.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <regex>
#include <sstream>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/find_program.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes kMostTime{60};
constexpr size_t kLastLines = 12;
constexpr const char* kHowToGetIt =
    "ESP-IDF is not on this machine: no idf.py on PATH and IDF_PATH names no folder with export.sh; get version 5.5 "
    "with "
    "`git clone -b v5.5.3 --recursive https://github.com/espressif/esp-idf && esp-idf/install.sh esp32`, then "
    "`. esp-idf/export.sh` and try again";

// "'a b'" where a shell would split it.
std::string quoted(const std::string& word) {
  const std::string plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
  return !word.empty() && word.find_first_not_of(plain) == std::string::npos ? word : "'" + word + "'";
}

std::string last_lines(const std::string& text) {
  std::deque<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
    if (lines.size() > kLastLines) lines.pop_front();
  }
  std::string last;
  for (const std::string& line : lines) last += "  " + line + "\n";
  return last;
}

// A network that is too large is told of by the linker.
std::string overflow_in(const std::string& text) {
  static const std::regex pattern("region `?(\\w+)'? overflowed by (\\d+) bytes");
  std::smatch match;
  if (!std::regex_search(text, match, pattern)) return "";
  const std::string where = match.str(1);
  return fmt::format("the module is too large for the board: {} overflowed by {} bytes{}", where, match.str(2),
                     where.starts_with("dram") ? "; its arena must lie in one static block of about 130 KB" : "");
}

// A line a second while something takes long, on a terminal only.
class Waiting {
 public:
  explicit Waiting(std::string what) : what_(std::move(what)) {}
  ~Waiting() {
    if (shown_ > 0) std::fprintf(stderr, "\r\033[K");
  }
  void show() {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start_).count();
    if (seconds == shown_ || ::isatty(STDERR_FILENO) == 0) return;
    shown_ = seconds;
    std::fprintf(stderr, "\r%s: %lld s", what_.c_str(), static_cast<long long>(seconds));
    std::fflush(stderr);
  }

 private:
  std::string what_;
  Clock::time_point start_ = Clock::now();
  int64_t shown_ = 0;
};

}  // namespace

EspIdf::EspIdf() {
  if (const auto program = find_program("idf.py")) {
    words_ = {program->string()};
    typed_ = "idf.py";
    return;
  }
  const char* const folder = std::getenv("IDF_PATH");
  const fs::path exports = folder == nullptr ? fs::path() : fs::path(folder) / "export.sh";
  if (folder == nullptr || *folder == 0 || !fs::exists(exports)) throw Error(kHowToGetIt);
  // export.sh finds its own folder only where bash reads it.
  words_ = {"/bin/bash", "-c", ". \"$0\" >/dev/null && exec idf.py \"$@\"", exports.string()};
  typed_ = ". " + quoted(exports.string()) + " && idf.py";
}

std::string EspIdf::command_line(const std::vector<std::string>& arguments) const {
  std::string line = typed_;
  for (const std::string& argument : arguments) line += " " + quoted(argument);
  return line;
}

void EspIdf::run(const std::vector<std::string>& arguments, const fs::path& folder, const fs::path& log) const {
  fmt::print("{}\n", command_line(arguments));
  std::fflush(stdout);
  Command command{.words = words_, .folder = folder, .time_out = kMostTime};
  command.words.insert(command.words.end(), arguments.begin(), arguments.end());
  Finished finished;
  {
    Waiting waiting(arguments.back());
    command.while_running = [&] { waiting.show(); };
    finished = run_process(command);
  }
  write_file(log, finished.text);
  if (finished.timed_out) throw Error(fmt::format("idf.py has not ended after an hour; see {}", log.string()));
  if (finished.exit_code == 0) return;
  const std::string overflow = overflow_in(finished.text);
  if (!overflow.empty()) throw Error(fmt::format("{}; see {}", overflow, log.string()));
  throw Error(
      fmt::format("idf.py fails; its last lines, all of them in {}:\n{}", log.string(), last_lines(finished.text)));
}

}  // namespace bitstill::firmware
