// The exceptions of the host tools, and what every exit code means.
#pragma once

#include <stdexcept>

namespace bitstill {

// The input or the usage is wrong: a config, a file, an argument, a full disk. The message is one sentence that names
// the place and the remedy; it is printed as it stands, and the command ends with kExitUsage.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The input is right and what was asked of it does not hold: a budget is exceeded. The message says where; the command
// ends with kExitCheckFailed.
class CheckFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

constexpr int kExitFine = 0;
constexpr int kExitCheckFailed = 1;    // a mismatch, a budget exceeded
constexpr int kExitUsage = 2;          // Error was thrown
constexpr int kExitInterrupted = 130;  // Interrupted was thrown: what shells expect after Ctrl-C

}  // namespace bitstill
