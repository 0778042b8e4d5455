// Nothing here takes long; small is what it should be.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("Os")
#endif

#include "layer_watch.h"

#include <string.h>

#include "board.h"
#include "crc32.h"

namespace layer_watch {

uint32_t checksums[kStages];
uint32_t cycles[kStages];

namespace {

bool watching = false;
Slice* wanted = nullptr;
void (*work_goes_on)(void*) = nullptr;
void* work_context = nullptr;
uint32_t resumed = 0;  // the clock when the last observer call was left

void take_slice(size_t at, const void* part, size_t bytes) {
  const size_t end = at + bytes;
  const size_t begin = wanted->offset + wanted->taken;
  if (begin < at || begin >= end || wanted->taken == wanted->room) return;
  const size_t left = end - begin;
  const size_t count = left < wanted->room - wanted->taken ? left : wanted->room - wanted->taken;
  memcpy(wanted->to + wanted->taken, static_cast<const uint8_t*>(part) + (begin - at), count);
  wanted->taken += count;
}

// Part of what a stage computed, its bytes from `at` on.
void see(size_t stage, size_t at, const void* part, size_t bytes) {
  checksums[stage] = crc32_of(part, bytes, at == 0 ? 0 : checksums[stage]);
  if (wanted == nullptr || wanted->stage != stage) return;
  wanted->stage_bytes = at + bytes;
  take_slice(at, part, bytes);
}

}  // namespace

void run(check::Network& network, Slice* slice, void (*at_work)(void*), void* context) {
  wanted = slice;
  work_goes_on = at_work;
  work_context = context;
  memset(checksums, 0, sizeof(checksums));
  memset(cycles + 1, 0, sizeof(cycles) - sizeof(cycles[0]));
  size_t at = 0;
  for (size_t i = 0; i < check::kInputs; ++i) {
    const check::Part part = check::input(network, i);
    see(0, at, part.data, part.bytes);
    at += part.bytes;
  }
  watching = true;
  resumed = board_clock();
  network.run();
  watching = false;
}

uint32_t checksum() { return crc32_of(checksums, sizeof(checksums)); }

}  // namespace layer_watch

void bitstill_after_layer(int layer, const void* output, size_t bytes) {
  using namespace layer_watch;
  if (!watching || layer < 0 || layer >= check::kLayers) return;
  const size_t stage = static_cast<size_t>(layer) + 1;
  cycles[stage] = board_clock() - resumed;
  see(stage, 0, output, bytes);
  work_goes_on(work_context);
  resumed = board_clock();
}
