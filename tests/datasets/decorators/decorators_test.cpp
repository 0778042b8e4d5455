// Each decorator changes one thing about a dataset and nothing else.
#include <gmock/gmock.h>

#include "configs/support/error.h"
#include "datasets/decorators/batch.h"
#include "datasets/decorators/cache.h"
#include "datasets/decorators/shuffle.h"
#include "datasets/decorators/subset.h"
#include "tests/datasets/decorators/numbers.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;
using tests::Numbers;

std::vector<int64_t> labels(const Dataset& dataset) {
  std::vector<int64_t> result;
  for (int64_t i = 0; i < dataset.size(); ++i) result.push_back(dataset.get(i).label);
  return result;
}

TEST(Subset, GivesTheChosenSamplesInTheChosenOrder) {
  const Subset subset(std::make_shared<Numbers>(10), {7, 2, 2});
  EXPECT_THAT(labels(subset), ElementsAre(7, 2, 2));
}

TEST(Subset, RefusesAnIndexOutsideTheDataset) {
  EXPECT_THROW(Subset(std::make_shared<Numbers>(3), {3}), Error);
  EXPECT_THROW(Subset(std::make_shared<Numbers>(3), {-1}), Error);
}

TEST(Shuffle, IsAPermutationThatTheSeedDecides) {
  const auto numbers = std::make_shared<Numbers>(50);
  const auto first = labels(Shuffle(numbers, 1));
  EXPECT_EQ(first, labels(Shuffle(numbers, 1)));
  EXPECT_NE(first, labels(Shuffle(numbers, 2)));
  EXPECT_NE(first, labels(*numbers));
  EXPECT_THAT(first, testing::UnorderedElementsAreArray(labels(*numbers)));
}

TEST(Cache, AsksForEverySampleOnce) {
  const Numbers numbers(4);
  const Cache cache(numbers);
  EXPECT_THAT(labels(cache), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(labels(cache), ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(cache.get(3).target, std::vector<float>{-3});
  EXPECT_EQ(numbers.times_asked(), 4);
}

TEST(Batches, StackSamplesAndTheLastOneHoldsTheRest) {
  const Batches batches(std::make_shared<Numbers>(5), 2);
  ASSERT_EQ(batches.size(), 3);
  const Batch second = batches.get(1);
  EXPECT_EQ(second.count, 2);
  EXPECT_THAT(second.inputs, ElementsAre(2, 2.5, 3, 3.5));
  EXPECT_THAT(second.targets, ElementsAre(-2, -3));
  EXPECT_THAT(second.labels, ElementsAre(2, 3));
  EXPECT_THAT(batches.get(2).labels, ElementsAre(4));
}

TEST(Batches, OfAnEmptyDatasetAreNone) { EXPECT_EQ(Batches(std::make_shared<Numbers>(0), 2).size(), 0); }

TEST(Batches, RefuseABatchSizeBelowOne) { EXPECT_THROW(Batches(std::make_shared<Numbers>(5), 0), Error); }

}  // namespace
}  // namespace bitstill::datasets
