// The touch demo of a network with one input and one output.
#include "firmware/app/curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace bitstill::firmware {
namespace {

app::Curve sine() {
  app::Curve curve;
  app::compute([](int8_t input) { return static_cast<int8_t>(std::lround(120 * std::sin(input * M_PI / 128))); },
               curve);
  return curve;
}

TEST(Curve, IsOneColumnForEachInputWithoutGaps) {
  const app::Curve curve = sine();
  for (int input = -128; input <= 127; ++input) {
    const app::Column column = app::column(curve, static_cast<int8_t>(input), false);
    EXPECT_EQ(column.parts[0].left, app::kCurveLeft + input + 128);
    EXPECT_EQ(column.parts[0].top, app::kCurveTop);
    for (int i = 1; i < app::Column::kParts; ++i) {
      EXPECT_EQ(column.parts[i].top, column.parts[i - 1].top + column.parts[i - 1].height);
    }
    EXPECT_EQ(column.parts[2].top + column.parts[2].height, app::kScreenHeight);
  }
}

TEST(Curve, TheLargestOutputIsAtTheTopAndTheSmallestAtTheBottom) {
  app::Curve curve = {};
  curve.outputs[0] = curve.outputs[1] = 127;
  curve.outputs[254] = curve.outputs[255] = -128;
  EXPECT_EQ(app::column(curve, -128, false).parts[0].height, 0);
  EXPECT_EQ(app::column(curve, 127, false).parts[2].height, 0);
}

TEST(Curve, AFingerChoosesTheNearestInput) {
  EXPECT_EQ(app::input_at(0), -128);
  EXPECT_EQ(app::input_at(app::kCurveLeft), -128);
  EXPECT_EQ(app::input_at(160), 0);
  EXPECT_EQ(app::input_at(319), 127);
}

TEST(Curve, PassesThroughTheOutputs) {
  const app::Curve curve = sine();
  EXPECT_EQ(app::column(curve, 64, true).parts[1].top, app::column(curve, 63, false).parts[1].top);  // the crest
  EXPECT_LT(app::column(curve, 64, false).parts[1].top, app::column(curve, -64, false).parts[1].top);
  EXPECT_NE(app::column(curve, 64, true).parts[1].colour, app::column(curve, 64, false).parts[1].colour);
  app::Box headline;
  app::draw(curve, 64, headline);
  EXPECT_STREQ(headline.text, "64 -> 120");
}

}  // namespace
}  // namespace bitstill::firmware
