// Curves and speakers on literal numbers.
#include "distill/recognition.h"

#include <gtest/gtest.h>

namespace bitstill::distill {
namespace {

TEST(Roc, GoesUpWithOwnSamplesAndRightWithOthers) {
  const Roc roc = receiver_operating_characteristic({0.9, 0.8, 0.7, 0.1}, {true, false, true, false});
  ASSERT_EQ(roc.points.size(), 5u);
  EXPECT_EQ(roc.points[1].hits, 0.5);
  EXPECT_EQ(roc.points[1].false_alarms, 0);
  EXPECT_EQ(roc.points[2].false_alarms, 0.5);
  EXPECT_EQ(roc.points[3].hits, 1);
  EXPECT_EQ(roc.points[4].false_alarms, 1);
  // Of the four pairs (own, other) three are in the right order.
  EXPECT_EQ(roc.area, 0.75);
}

TEST(Roc, OfEqualScoresIsOneStepAlongTheDiagonal) {
  const Roc roc = receiver_operating_characteristic({0.5, 0.5, 0.5}, {true, false, true});
  ASSERT_EQ(roc.points.size(), 2u);
  EXPECT_EQ(roc.area, 0.5);
}

TEST(Roc, NeedsBothKinds) { EXPECT_TRUE(receiver_operating_characteristic({0.5, 0.6}, {true, true}).points.empty()); }

TEST(BySpeaker, ComesWorstFirstAndLeavesOutWhoIsUnknown) {
  const torch::Tensor given = torch::tensor({0, 1, 1, 0, 0}, torch::kInt64);
  const torch::Tensor labels = torch::tensor({0, 1, 0, 0, 1}, torch::kInt64);
  const auto scores = by_speaker({"anna", "anna", "bert", "bert", ""}, given, labels);
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].speaker, "bert");
  EXPECT_EQ(scores[0].right, 1);
  EXPECT_EQ(scores[0].samples, 2);
  EXPECT_EQ(scores[1].speaker, "anna");
  EXPECT_EQ(scores[1].right, 2);
}

}  // namespace
}  // namespace bitstill::distill
