// Runs a module's front-end on clips from the host until there are no more: whole, and again hop by hop.
//
// To the host go, as 32-bit little-endian words and raw bytes: two clock readings, one right after the other; per clip
// the features of the whole, then for each frame of the stream its features and the readings before and after the hop
// that completed it; at the end one word with the bytes of stack that the first clip used. The host's side is
// firmware/targets/run_features.h.
#include "board.h"
#include "exit_codes.h"
#include "features_adapter.h"
#include "hops.h"

namespace {

using check::Features;

Features features;
int16_t clip[Features::kClipSamples];
int16_t hop[Features::kHopSamples];
int8_t whole[Features::kFrames * Features::kCoefficients];
int8_t frame[Features::kCoefficients];

void send(uint32_t word) { board_write(&word, sizeof(word)); }

uint32_t send_whole_clip() {
  board_paint_stack();
  features.features_of(clip, whole);
  const uint32_t stack_bytes = board_stack_depth();
  board_write(whole, sizeof(whole));
  return stack_bytes;
}

void send_stream() {
  features.reset();
  for (size_t i = 0; i < hops::kHops; ++i) {
    hops::copy(clip, i, hop);
    const uint32_t start = board_clock();
    const bool complete = features.push(hop, frame);
    const uint32_t end = board_clock();
    if (!complete) continue;
    board_write(frame, sizeof(frame));
    send(start);
    send(end);
  }
}

}  // namespace

int main() {
  const uint32_t first_reading = board_clock();
  const uint32_t second_reading = board_clock();
  send(first_reading);
  send(second_reading);
  uint32_t stack_bytes = 0;
  for (bool first = true;; first = false) {
    const size_t got = board_read(clip, sizeof(clip));
    if (got == 0) break;
    if (got != sizeof(clip)) return kPartialSample;
    const uint32_t used = send_whole_clip();
    if (first) stack_bytes = used;
    send_stream();
  }
  send(stack_bytes);
  return 0;
}
