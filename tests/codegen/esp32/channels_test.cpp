// What the generator proves of a layer before it gives it a kernel of the ESP32's, and the order of its weights.
#include "codegen/esp32/channels.h"

#include <gmock/gmock.h>

namespace bitstill::codegen {
namespace {

ops::Filters one_output(std::vector<int8_t> weights, int32_t bias, arithmetic::Scale scale) {
  ops::Filters filters;
  filters.outputs = 1;
  filters.taps = static_cast<int32_t>(weights.size());
  filters.weights = std::move(weights);
  filters.bias = {bias};
  filters.scales = {scale};
  return filters;
}

constexpr arithmetic::Scale kScale = {1 << 30, -10};

TEST(LargestSum, IsReachedByTheWorstInputs) {
  const ops::Filters filters = one_output({1, -2, 127}, -50, kScale);
  EXPECT_EQ(filters.largest_sum(0, -128), 255 * 1 + 255 * 127 - 50);
  EXPECT_EQ(filters.largest_sum(0, 127), 255 * 1 + 255 * 127 + 50);
  EXPECT_EQ(filters.largest_sum(0, 0), 128 + 2 * 127 + 128 * 127 + 50);
}

// 256 inputs away from the zero point by 255, times 127, are 8,290,560; the bias makes 2^23 of it.
TEST(Esp32Obstacle, IsASumThatMayNeed24Bits) {
  const std::vector<int8_t> weights(256, 127);
  constexpr int32_t kRest = (1 << 23) - 256 * 255 * 127;
  EXPECT_EQ(esp32::obstacle(one_output(weights, kRest - 1, kScale), -128), "");
  EXPECT_EQ(esp32::obstacle(one_output(weights, kRest, kScale), -128),
            "output 0 can reach 8388608 in its sum, 2^23 is the limit");
  EXPECT_EQ(esp32::obstacle(one_output(std::vector<int8_t>(256, -127), -kRest, kScale), -128),
            "output 0 can reach 8388608 in its sum, 2^23 is the limit");
}

TEST(Esp32Obstacle, IsAShiftThatTheRoundingConstantCannotHold) {
  const std::vector<int8_t> weights(200, 100);
  EXPECT_EQ(esp32::obstacle(one_output(weights, 0, {1 << 30, -16}), 0), "");
  EXPECT_EQ(esp32::obstacle(one_output(weights, 0, {1 << 30, -17}), 0),
            "output 0 is shifted by -17, -16 to -1 is supported");
  EXPECT_EQ(esp32::obstacle(one_output(weights, 0, {1 << 30, 0}), 0),
            "output 0 is shifted by 0, -16 to -1 is supported");
}

// A channel that can never leave its zero point needs no scale.
TEST(Esp32Obstacle, IsNoShiftOfAChannelThatIsConstant) {
  EXPECT_EQ(esp32::obstacle(one_output({1, 1}, 3, {1 << 30, -20}), 0), "");
  EXPECT_EQ(esp32::obstacle(one_output({100, 100}, 3, {0, 0}), 0), "");
}

// Widened, each word's bytes become halves in the order 0, 2, 1, 3; so the halves of these are
// -, 1, 3, 2 | 4, 5, 7, 6 | 8, ...: one late, and in groups of 0, 2, 1, 3.
TEST(DelayedRows, StandOneHalfLateInTheOrderOfWidenedBytes) {
  ops::Filters filters = one_output({1, 2, 3, 4, 5, 6, 7, 8}, 0, kScale);
  EXPECT_THAT(esp32::delayed_rows(filters), testing::ElementsAre(0, 3, 1, 2, 4, 7, 5, 6, 8, 0, 0, 0, 0, 0, 0, 0));
  filters.outputs = 2;
  filters.taps = 4;
  EXPECT_THAT(esp32::delayed_rows(filters), testing::ElementsAre(0, 3, 1, 2, 4, 7, 5, 6, 8, 0, 0, 0));
}

TEST(DelayedRows, AreFilledUpToFoursWithZeros) {
  const ops::Filters filters = one_output({1, 2, 3, 4, 5}, 0, kScale);
  EXPECT_THAT(esp32::delayed_rows(filters), testing::ElementsAre(0, 3, 1, 2, 4, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0));
}

}  // namespace
}  // namespace bitstill::codegen
