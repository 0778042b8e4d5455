// Only one bitstill at a time works in a run folder.
#pragma once

#include <filesystem>

namespace bitstill::train {

class RunLock {
 public:
  // Makes the folder where it is missing. Throws Error where another process holds the lock or the folder cannot be
  // written. The lock goes with the process, however that ends.
  explicit RunLock(const std::filesystem::path& file);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace bitstill::train
