#include "train/run/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "configs/support/error.h"

namespace bitstill::train {

RunLock::RunLock(const std::filesystem::path& file) {
  const std::string folder = file.parent_path().string();
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) throw Error(folder + ": cannot be made (" + error.message() + "); choose another folder with --run");
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) {
    throw Error(folder + ": cannot be written (" + std::strerror(errno) + "); choose another folder with --run");
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    throw Error(folder + ": another bitstill is at work here; wait for it or choose another folder with --run");
  }
}

RunLock::~RunLock() { ::close(descriptor_); }

}  // namespace bitstill::train
