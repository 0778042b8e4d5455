// What is done to a microphone's samples before anybody hears them, and how loud they are.
#include "firmware/app/conditioner.h"

#include <gtest/gtest.h>

#include <cmath>

#include "firmware/app/level.h"

namespace bitstill::firmware {
namespace {

constexpr int kRate = 16'000;

// The amplitude that a sine of `hertz` and amplitude 1000 has after a second, beside a steady 900.
double amplitude_after(app::Conditioner conditioner, double hertz) {
  double largest = 0;
  for (int i = 0; i < 2 * kRate; ++i) {
    const double sample = 900 + 1000 * std::sin(2 * M_PI * hertz * i / kRate);
    const int16_t heard = conditioner.push(static_cast<int16_t>(std::lround(sample)));
    if (i >= kRate) largest = std::max(largest, std::abs(static_cast<double>(heard)));
  }
  return largest;
}

TEST(Conditioner, TakesTheSteadyPartAway) {
  app::Conditioner conditioner(8);
  int16_t heard = 0;
  for (int i = 0; i < kRate; ++i) heard = conditioner.push(-1500);
  EXPECT_EQ(heard, 0);
}

TEST(Conditioner, LetsSpeechThroughEightTimesLouderAndHumAtHalfItsPower) {
  EXPECT_NEAR(amplitude_after(app::Conditioner(8), 300), 8000, 80);
  EXPECT_NEAR(amplitude_after(app::Conditioner(8), 19.9), 8000 / std::sqrt(2), 100);
}

TEST(Conditioner, ClipsWhatIsTooLoud) {
  app::Conditioner conditioner(8);
  EXPECT_EQ(conditioner.push(INT16_MAX), INT16_MAX);
  EXPECT_EQ(conditioner.push(INT16_MIN), INT16_MIN);
}

TEST(SlotChoice, IsTheRightSlotUnlessOnlyTheLeftOneHasASignal) {
  app::SlotChoice only_right, only_left, both;
  for (int i = 0; i < 3200; ++i) {
    const auto sound = static_cast<int16_t>(std::lround(300 * std::sin(i)));
    only_right.hear({500, sound});
    only_left.hear({sound, 500});
    both.hear({sound, sound});
  }
  EXPECT_FALSE(only_right.is_left());
  EXPECT_TRUE(only_left.is_left());
  EXPECT_FALSE(both.is_left());
}

TEST(Level, IsThePeakInDecibelsBelowTheLoudestSample) {
  const auto level_of = [](int16_t sample) {
    const int16_t hop[3] = {0, sample, 0};
    return app::decibels(app::peak(hop, 3));
  };
  EXPECT_EQ(level_of(-32768), 0);
  EXPECT_EQ(level_of(16384), -6);
  EXPECT_EQ(level_of(-3277), -20);
  EXPECT_EQ(level_of(1), app::kQuietest);
  EXPECT_EQ(level_of(0), app::kQuietest);
}

}  // namespace
}  // namespace bitstill::firmware
