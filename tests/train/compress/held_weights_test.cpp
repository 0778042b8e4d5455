// What compression settled is kept through training: zeros, and equal weights.
#include "train/compress/held_weights.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "configs/support/files.h"
#include "tests/train/layers.h"
#include "train/compress/magnitude.h"
#include "train/loop/trainer.h"

namespace bitstill::train {
namespace {

using tests::layer;

NetworkPlan convolutional() {
  return plan_network(tests::network({tests::conv_2d(4, 3), layer("relu"), layer("flatten"), layer("dense", 6),
                                      layer("relu"), layer("dense", 3)}),
                      {{4, 4, 2}, 3, false});
}

Samples random_samples() { return tests::samples(torch::randn({64, 4, 4, 2}), torch::randn({64, 3})); }

Score train_held(Network& network, HeldWeights& held, int64_t epochs) {
  FitTask task;
  task.stage = "held";
  task.training.epochs = epochs;
  task.training.batch_size = 16;
  task.training.optimizer.learning_rate = 0.01;
  task.constraint = &held;
  const Samples samples = random_samples();
  const TemporaryFolder folder;
  MetricsLog metrics(folder.path() / "metrics.jsonl", "held");
  return fit(network, samples, samples, task, metrics);
}

std::vector<Ties> cluster_all(Network& network, const ClusterOptions& options) {
  const torch::NoGradGuard no_gradients;
  std::vector<Ties> ties;
  for (const torch::Tensor& weight : network.weight_parameters()) {
    torch::Tensor rows = in_rows(weight).clone();
    ties.push_back(cluster_weights(rows, options));
    weight.copy_(as_weight(rows, weight));
  }
  return ties;
}

int64_t different(const torch::Tensor& values) { return std::get<0>(at::_unique(values.detach())).numel(); }

TEST(Rows, OfAConvolutionAreTurnedAndTurnedBack) {
  const torch::Tensor weight = torch::randn({4, 2, 3, 5});
  EXPECT_TRUE(as_weight(in_rows(weight), weight).equal(weight));
  EXPECT_EQ(in_rows(weight)[1][0 * 10 + 3 * 2 + 1].item<float>(), weight[1][1][0][3].item<float>());
}

TEST(ClusterWeights, CountsAPrunedZeroAmongTheDifferentWeights) {
  torch::manual_seed(1);
  torch::Tensor rows = torch::randn({20, 30});
  rows *= masks_by_magnitude({rows}, 0.5, true)[0];
  const torch::Tensor zeros = rows == 0;
  const Ties ties = cluster_weights(rows, {8, 1, "linear", false});
  EXPECT_EQ(different(rows), 8);
  EXPECT_TRUE((rows == 0).equal(zeros));
  EXPECT_TRUE((ties.cluster == kFree).equal(zeros));
}

TEST(ClusterWeights, RowsOfAClusterDifferByPowersOfTwo) {
  torch::manual_seed(2);
  torch::Tensor rows = torch::randn({3, 50}) * torch::tensor({{1.0F}, {0.3F}, {0.01F}});
  const Ties ties = cluster_weights(rows, {16, 1, "density", true});
  EXPECT_EQ(ties.row_scale[0].item<float>(), 1);
  EXPECT_TRUE(ties.row_scale.log2().equal(ties.row_scale.log2().round()));
  EXPECT_LT(ties.row_scale[2].item<float>(), 0.1);
  EXPECT_LE(different(rows / ties.row_scale.unsqueeze(1)), 16);
}

TEST(ClusterWeights, GroupsOfRowsHaveValuesOfTheirOwn) {
  torch::manual_seed(3);
  torch::Tensor rows = torch::randn({7, 50});
  rows[3] = 0;  // a group without a cluster
  const Ties ties = cluster_weights(rows, {4, 7, "linear", false});
  EXPECT_EQ(different(rows), 6 * 4 + 1);
  for (int64_t i = 0; i < 7; ++i) EXPECT_EQ(different(rows[i]), i == 3 ? 1 : 4);
  EXPECT_EQ(different(ties.cluster), 6 * 4 + 1);  // with kFree, and numbered without a gap
  EXPECT_EQ(ties.cluster.max().item<int16_t>(), 6 * 4 - 1);
}

TEST(HeldWeights, KeepPrunedWeightsAtZero) {
  torch::manual_seed(1);
  Network network(convolutional());
  const std::vector<torch::Tensor> weights = network.weight_parameters();
  HeldWeights held(weights, no_ties(network.plan()), Pruning{{0, 1, 2}, 0.75, true, 0, 3});
  EXPECT_NEAR(sparsity_of(weights), 0.75, 0.005);
  const torch::Tensor zeros = weights[1] == 0, before = weights[1].detach().clone();
  train_held(network, held, 2);
  EXPECT_TRUE((network.weight_parameters()[1] == 0).equal(zeros));
  EXPECT_FALSE(network.weight_parameters()[1].equal(before));
}

TEST(HeldWeights, SparsityRisesDuringTheRamp) {
  torch::manual_seed(1);
  Network network(convolutional());
  HeldWeights held(network.weight_parameters(), no_ties(network.plan()), Pruning{{1}, 0.8, false, 0.5, 3});
  const auto at = [&](double progress) {
    held.before_step(progress);
    return sparsity_of({network.weight_parameters()[1]});
  };
  EXPECT_EQ(at(0), 0);
  EXPECT_NEAR(at(0.25), 0.7, 0.01);
  EXPECT_NEAR(at(0.5), 0.8, 0.01);
  EXPECT_NEAR(at(0.9), 0.8, 0.01);
  EXPECT_EQ(sparsity_of({network.weight_parameters()[2]}), 0);
}

struct CutWhilePruning : std::runtime_error {
  CutWhilePruning() : std::runtime_error("power cut") {}
};

// Prunes along a ramp, from scratch or from the kept state; step `cut` ends it (-1: none).
std::vector<torch::Tensor> prune_and_cut(const std::filesystem::path& folder, int cut) {
  torch::manual_seed(6);
  Network network(convolutional());
  const Samples samples = random_samples();
  HeldWeights held(network.weight_parameters(), no_ties(network.plan()), Pruning{{0, 1, 2}, 0.8, true, 0.7, 3});
  FitTask task;
  task.stage = "held";
  task.training.epochs = 4;
  task.training.batch_size = 16;
  task.constraint = &held;
  task.state = {folder / "resume.pt", "recipe"};
  task.save_seconds = 0;
  int steps = 0;
  task.loss = [&](const torch::Tensor& outputs, const Samples& batch) {
    if (batch.size() == 16 && steps++ == cut) throw CutWhilePruning();
    return supervised_loss(outputs, batch);
  };
  MetricsLog metrics(folder / "metrics.jsonl", "held");
  fit(network, samples, samples, task, metrics);
  return network.weight_parameters();
}

TEST(HeldWeights, GoOnAfterACutAsIfNothingHadHappened) {
  const TemporaryFolder whole_folder;
  const std::vector<torch::Tensor> whole = prune_and_cut(whole_folder.path(), -1);
  for (const int cut : {1, 5, 9, 14}) {
    const TemporaryFolder folder;
    EXPECT_THROW(prune_and_cut(folder.path(), cut), CutWhilePruning);
    const std::vector<torch::Tensor> resumed = prune_and_cut(folder.path(), -1);
    for (size_t i = 0; i < whole.size(); ++i) EXPECT_TRUE(resumed[i].equal(whole[i])) << cut << ", layer " << i;
  }
}

TEST(HeldWeights, OfAClusterTakeTheStepOfTheirSummedGradients) {
  torch::Tensor weights = torch::tensor({{1.0F, 2.0F}, {0.5F, 0.0F}});
  Ties ties{torch::tensor({{0, 1}, {0, -1}}).to(torch::kInt16), torch::tensor({1.0F, 0.5F})};
  HeldWeights held({weights}, {ties});
  weights.mutable_grad() = torch::tensor({{3.0F, 5.0F}, {4.0F, 7.0F}});
  held.before_step(0);
  // The second row's weight is half the centroid, and so is its share of the gradient; the pruned one has none.
  EXPECT_TRUE(weights.grad().equal(torch::tensor({{5.0F, 5.0F}, {5.0F, 0.0F}})));
  weights.sub_(0.1F * weights.grad());
  held.after_step();
  EXPECT_TRUE(torch::allclose(weights, torch::tensor({{0.5F, 1.5F}, {0.25F, 0.0F}})));
}

TEST(HeldWeights, KeepClustersThroughTraining) {
  torch::manual_seed(4);
  Network network(convolutional());
  const std::vector<Ties> ties = cluster_all(network, {4, 2, "linear", true});
  const torch::Tensor before = network.weight_parameters()[1].detach().clone();
  HeldWeights held(network.weight_parameters(), ties);
  train_held(network, held, 2);
  for (size_t i = 0; i < ties.size(); ++i) {
    const torch::Tensor rows = in_rows(network.weight_parameters()[i].detach());
    const torch::Tensor unscaled = rows / ties[i].row_scale.unsqueeze(1);
    for (const torch::Tensor& group : unscaled.chunk(2)) EXPECT_LE(different(group), 4) << i;
  }
  EXPECT_FALSE(network.weight_parameters()[1].equal(before));
}

}  // namespace
}  // namespace bitstill::train
