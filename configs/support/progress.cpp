#include "configs/support/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace bitstill {
namespace {

constexpr int kWidth = 30;
constexpr int kPlainLines = 10;
constexpr auto kRedrawInterval = std::chrono::milliseconds(100);

std::string clock_time(double seconds) {
  const auto whole = static_cast<int64_t>(seconds + 0.5);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Progress::Progress(std::string title, int64_t total, int64_t done)
    : title_(std::move(title)),
      total_(std::max<int64_t>(total, 1)),
      done_before_(done),
      terminal_(::isatty(STDERR_FILENO) == 1),
      lines_(done * kPlainLines / total_),
      start_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
  if (terminal_ && drawn_) std::fputc('\n', stderr);
}

void Progress::update(int64_t done, const std::string& note) {
  const auto now = std::chrono::steady_clock::now();
  if (terminal_) {
    if (done < total_ && drawn_ && now - last_drawn_ < kRedrawInterval) return;
    last_drawn_ = now;
    draw(done, note);
    return;
  }
  const int64_t line = done * kPlainLines / total_;
  if (line == lines_) return;
  lines_ = line;
  fmt::print(stderr, "{} {}/{} {}\n", title_, done, total_, note);
}

void Progress::draw(int64_t done, const std::string& note) {
  drawn_ = true;
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const double fraction = std::clamp(static_cast<double>(done) / static_cast<double>(total_), 0.0, 1.0);
  const auto filled = static_cast<size_t>(fraction * kWidth);
  const int64_t done_here = done - done_before_;
  const double left = done_here > 0 ? elapsed * static_cast<double>(total_ - done) / static_cast<double>(done_here) : 0;
  fmt::print(stderr, "\r{} [{}{}] {:3.0f} % {} left  {}\x1b[K", title_, std::string(filled, '#'),
             std::string(kWidth - filled, '.'), 100 * fraction, clock_time(left), note);
  std::fflush(stderr);
}

}  // namespace bitstill
