// What counts as a detection: means, thresholds, the pause after one.
#include "codegen/detector/detector.h"

#include <gtest/gtest.h>

#include <vector>

namespace bitstill::detector {
namespace {

using Row = std::vector<int8_t>;

struct Heard {
  int32_t word, score;
  uint32_t inference;
  bool operator==(const Heard&) const = default;
};

class Listening {
 public:
  Listening(std::vector<int16_t> thresholds, int32_t smoothing, int32_t refractory)
      : thresholds_(std::move(thresholds)), recent_(thresholds_.size() * static_cast<size_t>(smoothing)) {
    rules_ = {thresholds_.data(), static_cast<int32_t>(thresholds_.size()), smoothing, refractory};
  }

  std::vector<Heard> hear(const std::vector<Row>& inferences) {
    std::vector<Heard> heard;
    for (const Row& scores : inferences) {
      Detection d = {};
      if (push_scores(rules_, state_, recent_.data(), scores.data(), d))
        heard.push_back({d.word, d.score, d.inference});
    }
    return heard;
  }

 private:
  std::vector<int16_t> thresholds_;
  std::vector<int8_t> recent_;
  Rules rules_;
  State state_ = {};
};

TEST(Detector, DetectsAMeanThatReachesItsThresholdAndNoneBelow) {
  EXPECT_EQ(Listening({200}, 2, 0).hear({{100}, {99}}), std::vector<Heard>{});
  EXPECT_EQ(Listening({200}, 2, 0).hear({{100}, {100}}), (std::vector<Heard>{{0, 100, 1}}));
  EXPECT_EQ(Listening({-200}, 2, 0).hear({{-128}, {-72}}), (std::vector<Heard>{{0, -100, 1}}));
}

TEST(Detector, ForgetsScoresOlderThanItsMean) {
  EXPECT_EQ(Listening({200}, 2, 0).hear({{127}, {0}, {100}, {100}, {100}}),
            (std::vector<Heard>{{0, 100, 3}, {0, 100, 4}}));
}

TEST(Detector, SaysNothingBeforeItHasHeardAsMuchAsAMeanNeeds) {
  EXPECT_EQ(Listening({-1000}, 3, 0).hear({{127}, {127}}), std::vector<Heard>{});
  EXPECT_EQ(Listening({-1000}, 3, 0).hear({{127}, {127}, {127}}), (std::vector<Heard>{{0, 127, 2}}));
}

TEST(Detector, PausesAfterADetectionForAllWords) {
  const std::vector<Row> words = {{120, 0}, {120, 0}, {0, 120}, {0, 120}, {0, 120}};
  EXPECT_EQ(Listening({100, 100}, 1, 3).hear(words), (std::vector<Heard>{{0, 120, 0}, {1, 120, 4}}));
}

TEST(Detector, HearsOnDuringThePause) {
  EXPECT_EQ(Listening({200}, 2, 2).hear({{100}, {100}, {100}, {100}, {100}}),
            (std::vector<Heard>{{0, 100, 1}, {0, 100, 4}}));
}

TEST(Detector, ChoosesTheHighestMeanAmongTheWordsThatReachTheirThresholds) {
  EXPECT_EQ(Listening({120, 50, 50}, 1, 0).hear({{110, 60, 70}}), (std::vector<Heard>{{2, 70, 0}}));
  EXPECT_EQ(Listening({50, 50}, 1, 0).hear({{60, 60}}), (std::vector<Heard>{{0, 60, 0}}));
}

TEST(Detector, NeverDetectsALabelThatIsNoWord) {
  const std::vector<Row> loudest(300, {127, 127});
  EXPECT_EQ(Listening({kNever, kNever}, kMostSmoothing, 0).hear(loudest), std::vector<Heard>{});
}

TEST(Detector, RoundsTheMeanThatItReportsToNearest) {
  EXPECT_EQ(Listening({0}, 2, 0).hear({{1}, {2}}), (std::vector<Heard>{{0, 2, 1}}));
  EXPECT_EQ(Listening({0}, 3, 0).hear({{1}, {1}, {2}}), (std::vector<Heard>{{0, 1, 2}}));
}

}  // namespace
}  // namespace bitstill::detector
