// Runs a module on samples from the host until there are no more, and sends back what it computed and how long it took.
//
// To the host go 32-bit little-endian words and raw bytes: four words of calibration; per sample the features, twice
// (only from samples, see source_pcm.cpp), the bytes of every layer (only from a module built with BITSTILL_OBSERVE),
// the outputs and the clock readings (among them, in a runner built with BITSTILL_TWO_CORES, those of each half layer);
// at the end one word with the bytes of stack that the first inference used. The host's side is
// firmware/targets/runner_output.h.
#include "adapter.h"
#include "board.h"
#include "exit_codes.h"
#include "source.h"
#ifdef BITSTILL_OBSERVE
#include "observer.h"
#endif
#ifdef BITSTILL_TWO_CORES
#include "two_cores.h"
#endif

namespace {

alignas(4) int8_t inputs[check::kInputBytes];
alignas(4) int8_t outputs[check::kOutputBytes];
check::Network network;

void send(uint32_t word) { board_write(&word, sizeof(word)); }

// Two pairs of readings: what reading the clock costs, and what going from one observer call to the next costs.
void send_calibration() {
  const uint32_t first_reading = board_clock();
  const uint32_t second_reading = board_clock();
  send(first_reading);
  send(second_reading);
#ifdef BITSTILL_OBSERVE
  bitstill_after_layer(0, outputs, 0);
  bitstill_after_layer(1, outputs, 0);
  send(observer::visits[0].left);
  send(observer::visits[1].entered);
#else
  send(second_reading);
  send(second_reading);
#endif
}

void send_readings(uint32_t start, uint32_t end) {
  send(start);
#ifdef BITSTILL_OBSERVE
  if (observer::visited != check::kLayers) board_exit(kWrongLayer);
  board_write(observer::visits, sizeof(observer::Visit) * check::kLayers);
  observer::visited = 0;
#endif
#ifdef BITSTILL_TWO_CORES
  if (two_cores::taken != two_cores::kReadingsPerLayer * check::kDividedLayers) board_exit(kWrongLayer);
  board_write(two_cores::readings, sizeof(two_cores::readings));
  two_cores::taken = 0;
#endif
  send(end);
}

}  // namespace

int main() {
  send_calibration();
#ifdef BITSTILL_OBSERVE
  observer::visited = 0;
#endif
#ifdef BITSTILL_TWO_CORES
  network.use(two_cores::worker);
#endif
  uint32_t stack_bytes = 0;
  for (bool first = true; source::next(inputs); first = false) {
    check::load(network, inputs);
    if (first) board_paint_stack();
    const uint32_t start = board_clock();
    network.run();
    const uint32_t end = board_clock();
    if (first) stack_bytes = board_stack_depth();
    check::store(network, outputs);
    board_write(outputs, sizeof(outputs));
    send_readings(start, end);
  }
  send(stack_bytes);
  return 0;
}
