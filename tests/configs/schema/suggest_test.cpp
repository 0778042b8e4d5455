// Did you mean.
#include "configs/schema/suggest.h"

#include <gtest/gtest.h>

namespace bitstill::configs {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("abc", ""), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("seed", "sede"), 1);
  EXPECT_EQ(edit_distance("same", "same"), 0);
}

TEST(Closest, IsTheNearestWordButNoWordAtAnyPrice) {
  const std::vector<std::string> words{"epochs", "batch_size", "optimizer"};
  EXPECT_EQ(closest("epoch", words), "epochs");
  EXPECT_EQ(closest("optimiser", words), "optimizer");
  EXPECT_EQ(closest("colour", words), std::nullopt);
  EXPECT_EQ(closest(std::string(100000, 'e'), words), std::nullopt);
}

}  // namespace
}  // namespace bitstill::configs
