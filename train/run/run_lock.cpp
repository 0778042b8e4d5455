#include "train/run/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "configs/support/error.h"

namespace bitstill::train {

namespace {

// A program that was just killed may leave a child behind that holds the lock until it has started its own program.
bool locked_soon(int descriptor) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& file) {
  const std::string folder = file.parent_path().string();
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) throw Error(folder + ": cannot be made (" + error.message() + "); choose another folder with --run");
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) {
    throw Error(folder + ": cannot be written (" + std::strerror(errno) + "); choose another folder with --run");
  }
  if (!locked_soon(descriptor_)) {
    ::close(descriptor_);
    throw Error(folder + ": another bitstill is at work here; wait for it or choose another folder with --run");
  }
}

RunLock::~RunLock() { ::close(descriptor_); }

}  // namespace bitstill::train
