#include "firmware/live/level_meter.h"

#include <fmt/format.h>

#include <algorithm>

#include "firmware/app/level.h"

namespace bitstill::firmware {
namespace {

constexpr int kMeterWidth = 20;
constexpr int kMeterFloor = -60;

}  // namespace

std::string level_meter(int32_t peak) {
  const int level = app::decibels(peak);
  const int filled = std::clamp((level - kMeterFloor) * kMeterWidth / -kMeterFloor, 0, kMeterWidth);
  return fmt::format("[{}{}] {:3} dB", std::string(static_cast<size_t>(filled), '#'),
                     std::string(static_cast<size_t>(kMeterWidth - filled), '-'), level);
}

}  // namespace bitstill::firmware
