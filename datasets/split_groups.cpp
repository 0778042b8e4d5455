#include "datasets/split_groups.h"

#include <cmath>

#include "datasets/dataset.h"
#include "datasets/random.h"

namespace bitstill::datasets {
namespace {

struct Share {
  Split split;
  double fraction;
};

}  // namespace

SplitIndices split_groups(const std::vector<int64_t>& groups, const GroupSplitParameters& parameters) {
  const auto seed = static_cast<uint64_t>(parameters.seed);
  const auto row_count = static_cast<int64_t>(groups.size());
  std::vector<int64_t> group_sizes(static_cast<size_t>(parameters.group_count));
  for (const int64_t group : groups) ++group_sizes[static_cast<size_t>(group)];

  std::vector<Split> split_of(group_sizes.size(), Split::kTrain);
  const std::vector<int64_t> order = permutation(parameters.group_count, Random{seed, 0});
  auto next = order.begin();
  for (const auto& [split, fraction] :
       {Share{Split::kTest, parameters.test_fraction}, Share{Split::kValidation, parameters.validation_fraction}}) {
    if (fraction == 0) continue;
    const int64_t wanted = std::lround(fraction * static_cast<double>(row_count));
    for (int64_t rows = 0; next != order.end(); ++next) {
      const int64_t with_next = rows + group_sizes[static_cast<size_t>(*next)];
      if (rows > 0 && std::abs(with_next - wanted) >= std::abs(rows - wanted)) break;
      split_of[static_cast<size_t>(*next)] = split;
      rows = with_next;
    }
  }

  SplitIndices indices;
  for (const int64_t row : permutation(row_count, Random{seed, 1})) {
    const Split split = split_of[static_cast<size_t>(groups[static_cast<size_t>(row)])];
    auto& chosen = split == Split::kTest         ? indices.test
                   : split == Split::kValidation ? indices.validation
                                                 : indices.train;
    chosen.push_back(row);
  }
  return indices;
}

}  // namespace bitstill::datasets
