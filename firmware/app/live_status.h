// What a board's own listening has brought so far: filled by its detector loop, told to the host by LISTEN.
#pragma once

#include <stdint.h>

#include "adapter.h"

struct LiveStatus {
  uint32_t inferences;
  uint32_t dropped_hops;  // of the microphone, because nobody took them in time
  uint32_t detections;
  int32_t word;  // of the last detection
  int32_t score;
  uint32_t inference;               // at which it was
  uint32_t inference_microseconds;  // of the last inference
  uint16_t level;                   // largest magnitude of a sample in the last hop
  int8_t scores[check::kOutputBytes];
};
