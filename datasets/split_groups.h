// Deals the rows of one source out to the three splits, whole groups at a time.
#pragma once

#include <cstdint>
#include <vector>

namespace bitstill::datasets {

struct GroupSplitParameters {
  int64_t group_count = 0;
  double validation_fraction = 0;
  double test_fraction = 0;  // 0: there is no test split
  int64_t seed = 0;
};

struct SplitIndices {
  std::vector<int64_t> train, validation, test;
};

// `groups[i]`, below `group_count`, is the group of row i; rows of one group never stand in two splits. Groups are
// dealt in an order drawn by the seed: to the test, then to validation, at least one group each and then as many as
// bring the split closer to its share of the rows; training has the rest, which may be nothing. Inside a split, rows
// stand in an order drawn by the seed.
SplitIndices split_groups(const std::vector<int64_t>& groups, const GroupSplitParameters& parameters);

}  // namespace bitstill::datasets
