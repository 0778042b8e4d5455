// Capturing beside an inference: on a simulated clock, whose ticks are microseconds, and with two threads.
#include "firmware/app/detector_loop.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

#include "firmware/app/ring_microphone.h"

namespace bitstill::firmware {
namespace {

using testing::ElementsAre;

constexpr uint32_t kHopTime = 20'000;
constexpr uint32_t kOneAndAHalfHops = 30'000;

// Time goes on only where somebody computes; meanwhile the microphone delivers, as an interrupt or another core would.
class SimulatedClock {
 public:
  void pass(uint32_t microseconds) {
    for (const uint32_t end = now_ + microseconds; now_ != end;) {
      ++now_;
      if (now_ % kHopTime == 0) deliver_(now_);
    }
  }
  uint32_t now() const { return now_; }
  void on_hop(std::function<void(uint32_t)> deliver) { deliver_ = std::move(deliver); }

 private:
  uint32_t now_ = 0;
  std::function<void(uint32_t)> deliver_;
};

SimulatedClock* simulated = nullptr;

struct Detection {
  int32_t word, score;
  uint32_t inference;
};

// An emitted listener's face, with a network that takes `inference_time` for every `inference_every`th hop.
struct SlowListener {
  static constexpr size_t kHopSamples = 4;
  static inline uint32_t inference_time;
  static inline uint32_t inference_every;

  bool push(const int16_t (&hop)[kHopSamples], Detection& detection) {
    heard.push_back(hop[0]);
    if (++hops_ % inference_every != 0) return false;
    simulated->pass(inference_time);
    scores_[1] = static_cast<int8_t>(++inferences_);
    detection = {1, 77, inferences_ - 1};
    return inferences_ % 10 == 0;
  }
  uint32_t inferences() const { return inferences_; }
  const int8_t (&scores() const)[2] { return scores_; }

  static inline std::vector<int> heard;

 private:
  uint32_t hops_ = 0;
  uint32_t inferences_ = 0;
  int8_t scores_[2] = {};
};

class Listening : public testing::Test {
 protected:
  using Loop = app::DetectorLoop<SlowListener, Detection, 8>;

  void listen(uint32_t inference_every, uint32_t inference_time, int hops) {
    SlowListener::inference_every = inference_every;
    SlowListener::inference_time = inference_time;
    SlowListener::heard.clear();
    simulated = &clock_;
    clock_.on_hop([&](uint32_t now) {
      captured_at_.push_back(now);
      const auto number = static_cast<int16_t>(captured_at_.size() - 1);
      const int16_t hop[SlowListener::kHopSamples] = {number, static_cast<int16_t>(-number - 1), 0, 0};
      ring_.push(hop);
    });
    while (captured_at_.size() < static_cast<size_t>(hops)) {
      if (!loop_.step(listener_)) clock_.pass(1000);
    }
  }

  void expect_every_hop_was_captured_in_time() const {
    for (size_t i = 0; i < captured_at_.size(); ++i) EXPECT_EQ(captured_at_[i], (i + 1) * kHopTime);
  }

  SimulatedClock clock_;
  Loop::Ring ring_;
  Loop loop_{ring_, [] { return simulated->now(); }};
  SlowListener listener_;
  std::vector<uint32_t> captured_at_;
};

TEST_F(Listening, LosesNothingWhereInferencesOfOneAndAHalfHopsComeEveryFifthHop) {
  listen(5, kOneAndAHalfHops, 504);
  expect_every_hop_was_captured_in_time();
  const auto& view = loop_.view();
  EXPECT_EQ(view.dropped, 0u);
  EXPECT_EQ(view.inferences, 100u);
  EXPECT_EQ(view.inference_time, kOneAndAHalfHops);
  for (size_t i = 0; i < SlowListener::heard.size(); ++i) EXPECT_EQ(SlowListener::heard[i], static_cast<int>(i));
}

TEST_F(Listening, LosesAudioOnlyAsCountedHopsWhereEveryInferenceTakesOneAndAHalfHops) {
  listen(1, kOneAndAHalfHops, 900);
  expect_every_hop_was_captured_in_time();
  const auto& view = loop_.view();
  EXPECT_EQ(view.captured, SlowListener::heard.size() + view.dropped + view.waiting);
  EXPECT_NEAR(view.dropped, 300, 10);  // a third cannot be heard in time
  EXPECT_TRUE(std::ranges::is_sorted(SlowListener::heard, std::ranges::less_equal{}));
}

TEST_F(Listening, GoesOnWithWhatComesAfterSomethingElseWasDone) {
  listen(5, 0, 20);
  clock_.pass(6 * kHopTime);
  ring_.discard();
  EXPECT_FALSE(loop_.step(listener_));
  clock_.pass(kHopTime);
  EXPECT_TRUE(loop_.step(listener_));
  EXPECT_EQ(SlowListener::heard.back(), 26);
  EXPECT_EQ(loop_.view().dropped, 0u);
}

TEST_F(Listening, ShowsTheLastDetectionAndHowLongAgoItWas) {
  listen(5, kHopTime / 2, 57);
  const auto& view = loop_.view();
  EXPECT_EQ(view.detections, 1u);
  EXPECT_EQ(view.word, 1);
  EXPECT_EQ(view.score, 77);
  EXPECT_EQ(view.hops_since_then, 6u);
  EXPECT_THAT(view.scores, ElementsAre(0, 11));
}

// One thread captures as fast as it can, another listens: every hop arrives whole, in order, or is counted as lost.
TEST(HopRing, IsWholeBetweenTwoThreads) {
  constexpr uint32_t kHops = 20'000;
  static app::HopRing<16, 4> ring;
  std::thread microphone([] {
    for (uint32_t i = 0; i < kHops; ++i) {
      int16_t hop[16];
      for (int16_t& sample : hop) sample = static_cast<int16_t>(i);
      ring.push(hop);
    }
  });
  uint32_t read = 0;
  int64_t last = -1;
  bool whole = true;
  while (read + ring.dropped() < kHops) {
    const auto* hop = ring.oldest();
    if (hop == nullptr) continue;
    whole = whole && static_cast<int64_t>(hop->number) > last;
    last = hop->number;
    for (const int16_t sample : hop->samples) whole = whole && sample == static_cast<int16_t>(hop->number);
    ring.release();
    ++read;
  }
  microphone.join();
  EXPECT_TRUE(whole);
  EXPECT_EQ(ring.captured(), kHops);
  EXPECT_EQ(ring.captured(), read + ring.dropped());
  EXPECT_EQ(ring.oldest(), nullptr);
}

TEST(RingMicrophone, GivesSamplesInPiecesOfAnySizeAndCountsThoseThatWereLost) {
  app::HopRing<4, 2> ring;
  app::RingMicrophone microphone(ring);
  const auto capture = [&](int16_t first) {
    const int16_t hop[4] = {first, static_cast<int16_t>(first + 1), static_cast<int16_t>(first + 2),
                            static_cast<int16_t>(first + 3)};
    ring.push(hop);
  };
  capture(90);
  microphone.start();
  int16_t samples[9] = {};
  EXPECT_EQ(microphone.take(samples, 9), 0u);  // what came before the start is not part of it
  capture(0);
  EXPECT_EQ(microphone.take(samples, 3), 3u);
  capture(4);
  EXPECT_EQ(microphone.take(samples + 3, 6), 5u);
  EXPECT_THAT(samples, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 0));
  EXPECT_EQ(microphone.dropped(), 0u);
  for (int16_t i = 0; i < 5; ++i) capture(i);
  EXPECT_EQ(microphone.dropped(), 12u);
}

TEST(Latest, IsTheLastValueAndNeverAMixtureOfTwo) {
  struct Pair {
    uint32_t one, same;
  };
  static app::Latest<Pair> latest;
  EXPECT_EQ(latest.read().one, 0u);
  constexpr uint32_t kValues = 100'000;
  std::thread writer([] {
    for (uint32_t i = 1; i <= kValues; ++i) latest.publish({i, i});
  });
  bool whole = true;
  uint32_t last = 0;
  while (last < kValues) {
    const Pair pair = latest.read();
    whole = whole && pair.one == pair.same && pair.one >= last;
    last = pair.one;
  }
  writer.join();
  EXPECT_TRUE(whole);
}

}  // namespace
}  // namespace bitstill::firmware
