#include "train/compress/k_means.h"

#include <gtest/gtest.h>

namespace bitstill::train {
namespace {

TEST(KMeans, EveryInitializationFindsGroupsThatLieApart) {
  torch::manual_seed(1);
  const torch::Tensor values = torch::tensor({-1.01F, -0.99F, 0.5F, 0.52F, 0.48F, 3.0F});
  for (const char* initialization : {"linear", "density"}) {
    const Clusters clusters = k_means(values, 3, initialization);
    EXPECT_TRUE(torch::allclose(clusters.centroids, torch::tensor({-1.0F, 0.5F, 3.0F}))) << initialization;
    EXPECT_TRUE(clusters.members.equal(torch::tensor({0, 0, 1, 1, 1, 2}))) << initialization;
  }
}

TEST(KMeans, ARandomStartIsTheGeneratorsAndEndsAtMeans) {
  const torch::Tensor values = torch::randn({500});
  torch::manual_seed(3);
  const Clusters clusters = k_means(values, 8, "random");
  torch::manual_seed(3);
  EXPECT_TRUE(k_means(values, 8, "random").centroids.equal(clusters.centroids));
  for (int64_t j = 0; j < clusters.centroids.size(0); ++j) {
    const torch::Tensor own = values.masked_select(clusters.members == j);
    EXPECT_NEAR(own.mean().item<float>(), clusters.centroids[j].item<float>(), 1e-5) << j;
  }
}

TEST(KMeans, LeavesOutGroupsThatNothingBelongsTo) {
  const Clusters clusters = k_means(torch::tensor({1.0F, 1.0F, 2.0F}), 16, "linear");
  EXPECT_TRUE(clusters.centroids.equal(torch::tensor({1.0F, 2.0F})));
  EXPECT_TRUE(clusters.members.equal(torch::tensor({0, 0, 1})));
}

TEST(KMeans, RefusesAStartThatIsNone) { EXPECT_ANY_THROW(k_means(torch::ones({2}), 2, "evenly")); }

}  // namespace
}  // namespace bitstill::train
