#include "firmware/listen/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "configs/support/progress.h"

namespace bitstill::firmware {
namespace {

constexpr auto kWorthShowing = std::chrono::seconds(2);

// Numbers are handed out in order, so every one below a failed one is being worked on already and will be heard of.
class FirstFailure {
 public:
  void note(int64_t index, std::exception_ptr what) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    if (what_ && index >= index_) return;
    index_ = index;
    what_ = std::move(what);
  }

  bool happened() const { return failed_; }

  void rethrow() const {
    if (what_) std::rethrow_exception(what_);
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> failed_ = false;
  int64_t index_ = 0;
  std::exception_ptr what_;
};

}  // namespace

void in_parallel(const std::string& title, int64_t count, const std::function<Worker()>& make_worker) {
  std::atomic<int64_t> next = 0;
  std::atomic<int64_t> done = 0;
  FirstFailure failure;
  const auto work = [&](const std::function<void()>& report) {
    int64_t index = -1;
    try {
      const Worker worker = make_worker();
      while (!failure.happened()) {
        index = next++;
        if (index >= count) return;
        worker(index);
        ++done;
        report();
      }
    } catch (...) {
      failure.note(index, std::current_exception());
    }
  };

  const int64_t threads = std::min<int64_t>(std::max(1U, std::thread::hardware_concurrency()), count);
  std::vector<std::future<void>> others;
  for (int64_t i = 1; i < threads; ++i) {
    others.push_back(std::async(std::launch::async, [&] { work([] {}); }));
  }
  Progress progress(title, count);
  const auto begin = std::chrono::steady_clock::now();
  work([&] {
    if (std::chrono::steady_clock::now() - begin > kWorthShowing) progress.update(done);
  });
  for (std::future<void>& other : others) other.get();
  failure.rethrow();
}

}  // namespace bitstill::firmware
