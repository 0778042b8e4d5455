// A progress bar with the time left on a terminal; one plain line about every tenth of the way otherwise.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace bitstill {

class Progress {
 public:
  // `title` stands before the bar, `total` is the number of steps, of which `done` were done before now. Drawn on
  // standard error.
  Progress(std::string title, int64_t total, int64_t done = 0);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` steps are behind us; `note` (a loss, an error) stands after the bar.
  void update(int64_t done, const std::string& note = "");

 private:
  void draw(int64_t done, const std::string& note);

  std::string title_;
  int64_t total_;
  int64_t done_before_;
  bool terminal_;
  bool drawn_ = false;
  int64_t lines_ = 0;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_drawn_;
};

}  // namespace bitstill
