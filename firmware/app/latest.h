// The latest value of something, from one task to another: neither waits, and no value is read half-written.
//
// Three places: one that is written, one that is read, and one between them that both swap theirs for.
#pragma once

#include <stdint.h>

namespace app {

template <class Value>
class Latest {
 public:
  // The writer's.
  void publish(const Value& value) noexcept {
    places_[writing_] = value;
    writing_ = __atomic_exchange_n(&between_, writing_ | kNew, __ATOMIC_ACQ_REL) & ~kNew;
  }

  // The reader's. The last value published, or a Value of zeros before there is one.
  const Value& read() noexcept {
    if (__atomic_load_n(&between_, __ATOMIC_RELAXED) & kNew) {
      reading_ = __atomic_exchange_n(&between_, reading_, __ATOMIC_ACQ_REL) & ~kNew;
    }
    return places_[reading_];
  }

 private:
  static constexpr uint32_t kNew = 4;

  Value places_[3] = {};
  uint32_t writing_ = 0;
  uint32_t between_ = 1;
  uint32_t reading_ = 2;
};

}  // namespace app
