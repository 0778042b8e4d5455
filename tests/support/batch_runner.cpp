// Runs the modules of a batch one after the other, each on its samples, and sends back every layer's bytes (from
// modules built with BITSTILL_OBSERVE) and the outputs.
#include "batch_runner.h"
#include "board.h"
#include "exit_codes.h"

#ifdef BITSTILL_OBSERVE
extern "C" void bitstill_after_layer(int, const void* output, size_t bytes) { board_write(output, bytes); }
#endif

#ifdef __linux__
#include <pthread.h>

namespace {

struct Task {
  void (*task)(void*);
  void* argument;
} begun;
pthread_t other_core;

void* run_begun(void*) {
  begun.task(begun.argument);
  return nullptr;
}

}  // namespace

void batch_start(void*, void (*task)(void*), void* argument) {
  begun = {task, argument};
  if (pthread_create(&other_core, nullptr, run_begun, nullptr) != 0) board_exit(kCannotWrite);
}

void batch_wait(void*) { pthread_join(other_core, nullptr); }
#else
void batch_start(void*, void (*task)(void*), void* argument) { task(argument); }
void batch_wait(void*) {}
#endif

int main() {
  for (size_t i = 0; i < kBatchEntries; ++i) {
    const BatchEntry& entry = kBatch[i];
    for (uint32_t sample = 0; sample < entry.samples; ++sample) {
      if (board_read(batch_inputs, entry.input_bytes) != entry.input_bytes) return kPartialSample;
      entry.run(batch_inputs, batch_outputs);
      board_write(batch_outputs, entry.output_bytes);
    }
  }
  return 0;
}
