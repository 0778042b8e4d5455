// memcpy, memmove and memset for targets that are linked without a C library; whole words where both ends are aligned.
#include <stddef.h>
#include <stdint.h>

// Without this the compiler would recognise the loops below and call the functions that they define.
#define BITSTILL_PLAIN_LOOPS __attribute__((optimize("no-tree-loop-distribute-patterns")))

namespace {

using Word __attribute__((may_alias)) = uint32_t;

bool aligned(const void* pointer) { return (reinterpret_cast<uintptr_t>(pointer) & 3) == 0; }

}  // namespace

extern "C" {

BITSTILL_PLAIN_LOOPS void* memcpy(void* to, const void* from, size_t bytes) {
  auto* target = static_cast<unsigned char*>(to);
  const auto* source = static_cast<const unsigned char*>(from);
  if (aligned(target) && aligned(source)) {
    for (; bytes >= 4; bytes -= 4, target += 4, source += 4) {
      *reinterpret_cast<Word*>(target) = *reinterpret_cast<const Word*>(source);
    }
  }
  while (bytes-- > 0) *target++ = *source++;
  return to;
}

BITSTILL_PLAIN_LOOPS void* memmove(void* to, const void* from, size_t bytes) {
  auto* const target = static_cast<unsigned char*>(to);
  const auto* const source = static_cast<const unsigned char*>(from);
  if (target <= source) return memcpy(to, from, bytes);
  while (bytes-- > 0) target[bytes] = source[bytes];
  return to;
}

BITSTILL_PLAIN_LOOPS void* memset(void* to, int value, size_t bytes) {
  auto* target = static_cast<unsigned char*>(to);
  const auto byte = static_cast<unsigned char>(value);
  if (aligned(target)) {
    const Word word = byte * 0x01010101U;
    for (; bytes >= 4; bytes -= 4, target += 4) *reinterpret_cast<Word*>(target) = word;
  }
  while (bytes-- > 0) *target++ = byte;
  return to;
}
}
