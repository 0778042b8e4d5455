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

// The other core of modules that divide layers: a thread where there are threads; elsewhere the task runs at once.
void batch_start(void* context, void (*task)(void* argument), void* argument);
void batch_wait(void* context);

extern const BatchEntry kBatch[];
extern const size_t kBatchEntries;
extern int8_t batch_inputs[];
extern int8_t batch_outputs[];
