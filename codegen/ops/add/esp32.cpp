// What the generator decides for the ESP32's sum.
#include <fmt/format.h>

#include "codegen/ops/add/add.h"

namespace bitstill::codegen::ops {
namespace {

constexpr int32_t kMostRightShift = 22;  // kernel_esp32.h

}  // namespace

// Counted in both kernels; the table has 256 terms.
std::optional<Esp32Prospect> Add::esp32_prospect() const {
  Esp32Prospect prospect{36 * count(), 256 * 20 + 18 * count(), ""};
  if (!same_shape()) prospect.obstacle = "one operand is repeated";
  if (output_scale.shift > -1 || output_scale.shift < -kMostRightShift)
    prospect.obstacle =
        fmt::format("its sum is shifted by {}, -{} to -1 is supported", output_scale.shift, kMostRightShift);
  return prospect;
}

int64_t Add::scratch_bytes() const { return esp32_kernel ? (division ? 2 : 1) * kEsp32TableBytes : 0; }

int64_t Add::divisible_instructions() const {
  if (!same_shape() || count() <= 4) return 0;
  return esp32_kernel ? esp32_prospect()->instructions : 36 * count();
}

}  // namespace bitstill::codegen::ops
