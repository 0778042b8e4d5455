// Rooms and noise that need no recordings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "datasets/audio/levels.h"
#include "datasets/synthesis/coloured_noise.h"
#include "datasets/synthesis/other_words.h"
#include "datasets/synthesis/room.h"

namespace bitstill::datasets {
namespace {

constexpr int64_t kRate = 16000;

std::vector<float> click_in_a_room(double reverberation_ms, uint64_t seed = 1) {
  std::vector<float> samples(kRate);
  samples[0] = 1;
  Random random{seed};
  add_room(samples, kRate, reverberation_ms, random);
  return samples;
}

double energy(const std::vector<float>& samples, double from_ms, double to_ms) {
  double sum = 0;
  for (auto i = static_cast<size_t>(from_ms * kRate / 1000); i < static_cast<size_t>(to_ms * kRate / 1000); ++i) {
    sum += static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
  }
  return sum;
}

TEST(Room, LeavesTheSoundItselfAndItsFirstMoment) {
  const std::vector<float> heard = click_in_a_room(300);
  EXPECT_EQ(heard[0], 1);
  EXPECT_EQ(energy(heard, 0.1, 2.9), 0) << "nothing is back after a metre's way";
}

TEST(Room, FallsBySixtyDecibelsInItsReverberationTime) {
  const std::vector<float> heard = click_in_a_room(400);
  const double early = energy(heard, 10, 60);
  const double late = energy(heard, 210, 260);
  EXPECT_NEAR(10 * std::log10(early / late), 30, 6) << "half of the way in half of the time";
  EXPECT_EQ(energy(heard, 401, 1000), 0);
}

TEST(Room, IsTheSameForTheSameSeed) {
  EXPECT_EQ(click_in_a_room(300), click_in_a_room(300));
  EXPECT_NE(click_in_a_room(300), click_in_a_room(300, 2));
}

TEST(ColouredNoise, FallsTowardsHighFrequenciesAsItsColourSays) {
  const std::vector<Pcm> tracks = coloured_noise(10 * kRate, kRate, Random{1});
  ASSERT_EQ(tracks.size(), 4u);
  std::vector<double> difference;
  for (const Pcm& track : tracks) {
    EXPECT_NEAR(rms(track), 1000, 20);
    Pcm steps(track.size() - 1);
    for (size_t i = 0; i < steps.size(); ++i) steps[i] = saturate((track[i + 1] - track[i]) / 2);
    difference.push_back(rms(steps));
  }
  EXPECT_GT(difference[0], 1.5 * difference[1]) << "white above pink";
  EXPECT_GT(difference[1], 2 * difference[2]) << "pink above brown";
}

TEST(OtherWords, AreManyAndDifferent) {
  const auto words = common_words();
  EXPECT_GE(words.size(), 100u);
  EXPECT_EQ(std::set<std::string_view>(words.begin(), words.end()).size(), words.size());
}

}  // namespace
}  // namespace bitstill::datasets
