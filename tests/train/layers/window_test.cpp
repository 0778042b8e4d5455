// How many windows fit along a side, and where the zeros of SAME go.
#include "train/layers/window.h"

#include <gtest/gtest.h>

namespace bitstill::train {
namespace {

testing::AssertionResult same(const Window& window, int64_t length, int64_t windows, int64_t before, int64_t after) {
  const Margin margin = margin_of(window, length);
  const int64_t fitting = windows_along(window, length);
  if (fitting == windows && margin.before == before && margin.after == after) return testing::AssertionSuccess();
  return testing::AssertionFailure() << fitting << " windows, " << margin.before << " zeros before and " << margin.after
                                     << " after";
}

TEST(Window, SameGivesOneWindowPerStride) {
  EXPECT_TRUE(same({3, 1, Padding::kSame}, 28, 28, 1, 1));
  EXPECT_TRUE(same({5, 1, Padding::kSame}, 28, 28, 2, 2));
  EXPECT_TRUE(same({1, 2, Padding::kSame}, 5, 3, 0, 0));
  EXPECT_TRUE(same({3, 4, Padding::kSame}, 9, 3, 1, 1));
}

TEST(Window, SamePutsTheOddZeroAtTheEnd) {
  EXPECT_TRUE(same({3, 2, Padding::kSame}, 28, 14, 0, 1));
  EXPECT_TRUE(same({5, 2, Padding::kSame}, 28, 14, 1, 2));
  EXPECT_TRUE(same({2, 1, Padding::kSame}, 28, 28, 0, 1));
  EXPECT_TRUE(same({10, 2, Padding::kSame}, 49, 25, 4, 5));
}

TEST(Window, SameTakesKernelsLargerThanTheImage) { EXPECT_TRUE(same({7, 1, Padding::kSame}, 3, 3, 3, 3)); }

TEST(Window, ValidNeverLeavesTheImage) {
  EXPECT_TRUE(same({3, 1, Padding::kValid}, 28, 26, 0, 0));
  EXPECT_TRUE(same({3, 2, Padding::kValid}, 28, 13, 0, 0));
  EXPECT_TRUE(same({28, 1, Padding::kValid}, 28, 1, 0, 0));
  EXPECT_TRUE(same({29, 1, Padding::kValid}, 28, 0, 0, 0));
}

}  // namespace
}  // namespace bitstill::train
