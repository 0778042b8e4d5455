// What the program of a batch knows of each module in it. The table is written by tests/support/module_batch.cpp.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct BatchEntry {
  void (*run)(const int8_t* inputs, int8_t* outputs);
  uint32_t input_bytes;
  uint32_t output_bytes;
  uint32_t samples;
};

extern const BatchEntry kBatch[];
extern const size_t kBatchEntries;
extern int8_t batch_inputs[];
extern int8_t batch_outputs[];
