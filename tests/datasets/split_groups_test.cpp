// Groups are dealt out whole, near to their shares, and by the seed alone.
#include "datasets/split_groups.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace bitstill::datasets {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

std::vector<int64_t> each_alone(int64_t count) {
  std::vector<int64_t> groups;
  for (int64_t i = 0; i < count; ++i) groups.push_back(i);
  return groups;
}

SplitIndices split(const std::vector<int64_t>& groups, double validation, double test, int64_t seed = 1) {
  return split_groups(groups, {.group_count = groups.empty() ? 0 : std::ranges::max(groups) + 1,
                               .validation_fraction = validation,
                               .test_fraction = test,
                               .seed = seed});
}

TEST(SplitGroups, GivesRowsThatStandAloneExactlyTheirShares) {
  const SplitIndices indices = split(each_alone(1000), 0.15, 0.25);
  EXPECT_THAT(indices.test, SizeIs(250));
  EXPECT_THAT(indices.validation, SizeIs(150));
  EXPECT_THAT(indices.train, SizeIs(600));
}

TEST(SplitGroups, GivesEachSplitAGroupBeforeTrainingGetsOne) {
  EXPECT_THAT(split(each_alone(1), 0.1, 0.2).test, SizeIs(1));
  EXPECT_THAT(split(each_alone(2), 0.1, 0.2).validation, SizeIs(1));
  EXPECT_THAT(split(each_alone(2), 0.1, 0.2).train, IsEmpty());
  EXPECT_THAT(split(each_alone(3), 0.1, 0.2).train, SizeIs(1));
}

TEST(SplitGroups, LeavesTheTestEmptyWhereItHasNoShare) {
  const SplitIndices indices = split(each_alone(10), 0.2, 0);
  EXPECT_THAT(indices.test, IsEmpty());
  EXPECT_THAT(indices.validation, SizeIs(2));
}

TEST(SplitGroups, StopsBeforeAGroupThatWouldTakeItFurtherFromItsShare) {
  std::vector<int64_t> groups;
  for (int64_t i = 0; i < 90; ++i) groups.push_back(i / 30);
  for (int64_t seed = 1; seed <= 10; ++seed) {
    const SplitIndices indices = split(groups, 0.1, 0.2, seed);
    EXPECT_THAT(indices.test, SizeIs(30));
    EXPECT_THAT(indices.validation, SizeIs(30));
    EXPECT_THAT(indices.train, SizeIs(30));
  }
}

TEST(SplitGroups, OrdersRowsInsideASplitByTheSeedAndNotByTheFile) {
  const auto order = split(each_alone(100), 0.1, 0.2).train;
  EXPECT_FALSE(std::ranges::is_sorted(order));
  EXPECT_EQ(order, split(each_alone(100), 0.1, 0.2).train);
  EXPECT_NE(order, split(each_alone(100), 0.1, 0.2, 2).train);
}

TEST(SplitGroups, GivesNothingOfNothing) { EXPECT_THAT(split({}, 0.1, 0.2).train, IsEmpty()); }

}  // namespace
}  // namespace bitstill::datasets
