#include "tests/hostile/allocation.h"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

constexpr int64_t kMost = int64_t{1} << 30;

// Plain numbers: the program has one thread where it matters.
int64_t held = 0;
int64_t peak = 0;

void* allocate(std::size_t bytes) {
  if (static_cast<int64_t>(bytes) > kMost || held > kMost) throw std::bad_alloc();
  void* const memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
  held += static_cast<int64_t>(malloc_usable_size(memory));
  if (held > peak) peak = held;
  return memory;
}

void release(void* memory) {
  if (memory != nullptr) held -= static_cast<int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new[](std::size_t bytes) { return allocate(bytes); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }

namespace bitstill::tests {

AllocationPeak::AllocationPeak() : before_(held) { peak = held; }

int64_t AllocationPeak::bytes() const { return peak - before_; }

}  // namespace bitstill::tests
