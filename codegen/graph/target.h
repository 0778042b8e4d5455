// What a module is written for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bitstill::codegen {

enum class Target { kPortable, kEsp32 };

// The words of `bitstill generate --target`.
constexpr std::string_view target_name(Target target) { return target == Target::kEsp32 ? "esp32" : "portable"; }

// What a layer would take on an ESP32 with either kernel, in instructions. Predictions from shapes alone, good enough
// to choose by: `bitstill bench` counts.
struct Esp32Prospect {
  int64_t portable_instructions = 0;
  int64_t instructions = 0;
  std::string obstacle;  // why the ESP32's own kernel cannot compute this layer; empty: it can
};

}  // namespace bitstill::codegen
