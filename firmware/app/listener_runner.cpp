// Runs a module's listener on samples from the host until there is no whole hop left.
//
// To the host go 32-bit little-endian words and raw bytes: two clock readings, one right after the other; per inference
// a word that is 1, the scores, the readings before and after its hop, a word that is 1 where there was a detection and
// then its word, score and inference; at the end a word that is 0 and one with the bytes of stack that the first hop
// with an inference used. The host's side is firmware/targets/run_listener.h.
#include "board.h"
#include "listener_adapter.h"

namespace {

using check::Detection;
using check::Listener;

Listener listener;
int16_t hop[Listener::kHopSamples];

void send(uint32_t word) { board_write(&word, sizeof(word)); }

void send_inference(uint32_t start, uint32_t end, bool detected, const Detection& detection) {
  send(1);
  board_write(listener.scores(), sizeof(listener.scores()));
  send(start);
  send(end);
  send(detected ? 1 : 0);
  if (!detected) return;
  send(static_cast<uint32_t>(detection.word));
  send(static_cast<uint32_t>(detection.score));
  send(detection.inference);
}

}  // namespace

int main() {
  const uint32_t first_reading = board_clock();
  const uint32_t second_reading = board_clock();
  send(first_reading);
  send(second_reading);
  uint32_t stack_bytes = 0;
  for (size_t hops = 1; board_read(hop, sizeof(hop)) == sizeof(hop); ++hops) {
    const uint32_t inferences = listener.inferences();
    Detection detection = {};
    if (hops == Listener::kFirstInference) board_paint_stack();
    const uint32_t start = board_clock();
    const bool detected = listener.push(hop, detection);
    const uint32_t end = board_clock();
    if (hops == Listener::kFirstInference) stack_bytes = board_stack_depth();
    if (listener.inferences() != inferences) send_inference(start, end, detected, detection);
  }
  send(0);
  send(stack_bytes);
  return 0;
}
