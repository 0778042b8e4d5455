// A recording of any length becomes a clip of one length.
#include "datasets/audio/fit_clip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;

TEST(FitClip, PutsAShortRecordingInTheMiddleBetweenZeros) {
  EXPECT_THAT(fit_clip(Pcm{1, 2}, 5, "loudest"), ElementsAre(0, 1, 2, 0, 0));
  EXPECT_THAT(fit_clip(Pcm{1, 2}, 6, "start"), ElementsAre(0, 0, 1, 2, 0, 0));
  EXPECT_THAT(fit_clip(Pcm{}, 2, "loudest"), ElementsAre(0, 0));
}

TEST(FitClip, LeavesARecordingOfTheRightLengthAsItIs) {
  EXPECT_THAT(fit_clip(Pcm{1, 2, 3}, 3, "loudest"), ElementsAre(1, 2, 3));
}

TEST(FitClip, CutsALongOneAsItIsTold) {
  const Pcm recording{1, 0, 0, 9, -9, 0, 2};
  EXPECT_THAT(fit_clip(recording, 3, "start"), ElementsAre(1, 0, 0));
  EXPECT_THAT(fit_clip(recording, 3, "middle"), ElementsAre(0, 9, -9));
  EXPECT_THAT(fit_clip(Pcm{5, 1, 0, 0, 0, -8, 2}, 2, "loudest"), ElementsAre(-8, 2));
}

TEST(FitClip, TakesTheEarliestOfEquallyLoudWindows) {
  EXPECT_EQ(loudest_window(Pcm{0, 3, 0, 0, 3, 0}, 2), 0);
  EXPECT_EQ(loudest_window(Pcm{0, 3, 0, 0, 0}, 1), 1);
  EXPECT_EQ(loudest_window(Pcm{1, 2}, 5), 0);
}

TEST(FitClip, AddsUpMinutesOfTheLoudestSamples) {
  Pcm recording(16000 * 200, -32768);
  recording.front() = 0;
  EXPECT_EQ(loudest_window(recording, 16000 * 199), 1);
}

}  // namespace
}  // namespace bitstill::datasets
