// Runs the modules of a batch one after the other, each on its samples, and sends back every layer's bytes (from
// modules built with BITSTILL_OBSERVE) and the outputs.
#include "batch_runner.h"
#include "board.h"
#include "exit_codes.h"

#ifdef BITSTILL_OBSERVE
extern "C" void bitstill_after_layer(int, const void* output, size_t bytes) { board_write(output, bytes); }
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
