// Ctrl-C while long work is under way: asked for, noticed at the next safe moment, answered by keeping what is done.
#pragma once

#include <stdexcept>

namespace bitstill {

// The person asked to stop and everything done so far is kept. The message says how to go on; the command ends with
// kExitInterrupted.
class Interrupted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// While one lives, the first SIGINT or SIGTERM is only noted; a second one ends the program at once, as always.
// One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  bool requested() const;
};

}  // namespace bitstill
