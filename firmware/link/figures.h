// What a board says of its memory, its power, its microphone and its own listening.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace bitstill::firmware {

// In bytes; nothing where the board does not know.
struct BoardMemory {
  int64_t arena = 0, front_end = 0, protocol = 0;
  std::optional<int64_t> stack, free_heap, least_free_heap, largest_block;
};

struct BoardPowerReading {
  bool battery = false, charging = false, bus_power = false;
  int64_t battery_millivolts = 0, battery_microamperes = 0, bus_millivolts = 0, bus_microamperes = 0;
};

struct MicrophoneChunk {
  std::vector<int16_t> samples;
  uint32_t next = 0;
  uint32_t dropped = 0;  // since the recording began
};

struct ListeningReport {
  uint32_t inferences = 0, dropped_hops = 0, detections = 0;
  int32_t word = -1, score = 0;  // of the last detection
  uint32_t inference = 0;        // at which it was
  uint32_t inference_microseconds = 0;
  uint16_t level = 0;
  std::vector<int8_t> scores;
};

}  // namespace bitstill::firmware
