// Progress where standard error is not a terminal: few plain lines.
#include "configs/support/progress.h"

#include <gtest/gtest.h>

namespace bitstill {
namespace {

TEST(Progress, IsOneLineATenthOfTheWay) {
  testing::internal::CaptureStderr();
  Progress progress("epochs", 20);
  for (int done = 1; done <= 20; ++done) progress.update(done, done == 20 ? "loss 0.5" : "");
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_TRUE(text.starts_with("epochs 2/20")) << text;
  EXPECT_TRUE(text.ends_with("epochs 20/20 loss 0.5\n")) << text;
}

}  // namespace
}  // namespace bitstill
