// How many bytes this test program holds: its operator new counts them, and refuses what no honest file needs.
#pragma once

#include <cstdint>

namespace bitstill::tests {

// The most bytes held at once since this object came to be, beyond what was held then.
class AllocationPeak {
 public:
  AllocationPeak();
  int64_t bytes() const;

 private:
  int64_t before_;
};

}  // namespace bitstill::tests
