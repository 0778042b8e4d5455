// Steps of compression as stages of a run, on the smallest real experiment: what they settle arrives in the artifact.
#include <gtest/gtest.h>

#include <set>

#include "codegen/codegen.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/compress/step_effects.h"
#include "distill/evaluate.h"
#include "distill/student.h"
#include "tests/train/layers.h"
#include "train/compress/magnitude.h"

namespace bitstill::distill {
namespace {

using tests::layer;

constexpr const char* kCompressed = R"(
dataset:
  kind: function
  function: sine
  counts: {train: 256, validation: 64, test: 50}
teacher:
  layers: [{dense: {units: 4}}, tanh, {dense: {units: 1}}]
student:
  layers: [{dense: {units: 16}}, relu, {dense: {units: 12}}, batch_norm, relu, {dense: {units: 1}}]
  training: {epochs: 3, batch_size: 32}
distillation: {alpha: 0}
quantization:
  calibration_samples: 100
  frozen_epochs: 1
  training: {epochs: 2, batch_size: 32}
)";

const std::string kPrune = "{kind: prune, sparsity: 0.6, training: {epochs: 2, batch_size: 32}}";
const std::string kCluster = "{kind: cluster, clusters: 5, training: {epochs: 1, batch_size: 32}}";
const std::string kChannels = "{kind: prune_channels, sparsity: 0.5, training: {epochs: 1, batch_size: 32}}";

class Compress : public testing::Test {
 protected:
  void SetUp() override { write_file(config_path(), std::string_view(kCompressed)); }
  std::filesystem::path config_path() const { return folder_.path() / "tiny.yaml"; }
  train::RunFolder folder(const std::string& name) const { return {folder_.path() / name}; }
  std::unique_ptr<train::Run> run(const std::string& name, const std::string& steps,
                                  const std::vector<std::string>& more = {}) const {
    std::vector<std::string> overrides{"compress=[" + steps + "]"};
    overrides.insert(overrides.end(), more.begin(), more.end());
    return std::make_unique<train::Run>(configs::read_experiment(config_path(), overrides), folder(name));
  }
  std::string refusal(const std::string& steps) const {
    try {
      check_student(*run("refused", steps));
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(Compress, ZerosAndClustersArriveInTheArtifact) {
  const auto at_work = run("run", kPrune + ", " + kCluster);
  distill_student(*at_work);
  const std::vector<StepEffect> effects = measure_steps(*at_work);
  ASSERT_EQ(effects.size(), 4u);
  EXPECT_EQ(effects[0].step, "float");
  EXPECT_EQ(effects[1].step, "step_1_prune");
  EXPECT_EQ(effects[2].step, "step_2_cluster");
  const StepEffect& shipped = effects.back();
  int64_t weights = 0, nonzero = 0;
  for (const LayerEffect& layer : shipped.layers) {
    EXPECT_LE(layer.different, 5) << layer.layer;
    weights += layer.weights;
    nonzero += layer.nonzero;
  }
  EXPECT_EQ(weights, 16 + 16 * 12 + 12);
  EXPECT_LE(nonzero, 89);  // 40 % of 220, rounded up
  EXPECT_LT(shipped.zipped_bytes, effects[0].zipped_bytes);
  EXPECT_EQ(shipped.fake_quant.value, shipped.int8.value);
  EXPECT_EQ(StepEffect::from(shipped.json()).json(), shipped.json());
  EXPECT_TRUE(evaluate_student(*at_work).differing.empty());
}

TEST_F(Compress, TheSameStepsGiveTheSameBytes) {
  for (const char* name : {"first", "second"}) distill_student(*run(name, kPrune + ", " + kCluster));
  EXPECT_EQ(read_file(folder("first").artifact()), read_file(folder("second").artifact()));
}

TEST_F(Compress, AChangedStepKeepsWhatComesBeforeIt) {
  distill_student(*run("run", kPrune + ", " + kCluster));
  const auto pruned = read_file(folder("run").compressed(1));
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  for (const size_t step : {1, 2}) std::filesystem::last_write_time(folder("run").compressed(step), long_ago);
  distill_student(*run("run", kPrune + ", {kind: cluster, clusters: 3, training: {epochs: 1, batch_size: 32}}"));
  EXPECT_EQ(std::filesystem::last_write_time(folder("run").compressed(1)), long_ago);
  EXPECT_NE(std::filesystem::last_write_time(folder("run").compressed(2)), long_ago);
}

TEST_F(Compress, RemovedChannelsAreGoneFromTheArtifact) {
  const auto at_work = run("run", kChannels + ", " + kPrune);
  distill_student(*at_work);
  const std::vector<StepEffect> effects = measure_steps(*at_work);
  EXPECT_LT(effects[1].macs, effects[0].macs);
  EXPECT_LT(effects[1].parameters, effects[0].parameters);
  EXPECT_LT(effects[1].flash_bytes, effects[0].flash_bytes);
  EXPECT_LE(effects[1].arena_bytes, effects[0].arena_bytes);
  EXPECT_EQ(effects.back().macs, effects[1].macs);
  EXPECT_TRUE(evaluate_student(*at_work).differing.empty());
}

TEST_F(Compress, RoundsRemoveAsMuchAsOneRemoval) {
  const std::string rounds =
      "{kind: prune_channels, sparsity: 0.75, rounds: 2, criterion: taylor, training: {epochs: 1, batch_size: 32}}";
  const auto at_work = run("run", rounds);
  distill_student(*at_work);
  EXPECT_EQ(load_compressed(*at_work, 2).network->plan().blocks[0].outputs() +
                load_compressed(*at_work, 2).network->plan().blocks[1].outputs(),
            7);  // of 28
}

TEST_F(Compress, ChannelsGoUntilABudgetIsMet) {
  const std::string step =
      "{kind: prune_channels, budget: {macs: 100, flash: 600B}, training: {epochs: 1, batch_size: 32}}";
  const auto at_work = run("run", step);
  distill_student(*at_work);
  const StepEffect shipped = measure_steps(*at_work).back();
  EXPECT_LE(shipped.macs, 100);
  EXPECT_GT(shipped.macs, 60);
  EXPECT_LE(shipped.flash_bytes, 600);
}

TEST_F(Compress, ABudgetThatCannotBeMetNamesTheClosest) {
  const auto at_work = run("run", "{kind: prune_channels, budget: {macs: 2}, training: {epochs: 1, batch_size: 32}}");
  try {
    distill_student(*at_work);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("the student still needs 3 MACs; raise the budget"), std::string::npos)
        << error.what();
  }
}

TEST_F(Compress, WhatAStepCannotDoIsToldBeforeAnythingIsTrained) {
  EXPECT_NE(
      refusal("{kind: prune, layers: [dense_9]}")
          .find(
              "layers has 'dense_9', which is no layer with weights of the student, expected one of dense_1, dense_2, "
              "dense_3"),
      std::string::npos);
  EXPECT_NE(refusal("{kind: prune_blocks}").find("blocks is 1 but the student has 0 residual blocks"),
            std::string::npos);
  EXPECT_NE(refusal("{kind: prune_channels, criterion: batch_norm}").find("but dense_1 has none"), std::string::npos);
  EXPECT_NE(refusal("{kind: prune_channels, layers: [dense_3]}").find("fixes them all"), std::string::npos);
  EXPECT_EQ(refusal("{kind: prune_channels, criterion: batch_norm, layers: [dense_2]}"), "accepted");
}

// A convolution has a scale per channel; its clusters must survive that.
TEST(CompressedConvolution, HasAsManyInt8ValuesAsClusters) {
  torch::manual_seed(1);
  const train::NetworkPlan plan = train::plan_network(
      tests::network({tests::conv_2d(8, 3), layer("batch_norm"), layer("relu"), layer("flatten"), layer("dense", 3)}),
      {{6, 6, 2}, 3, false});
  train::Network network(plan);
  const torch::NoGradGuard no_gradients;
  network.weight_parameters()[0].mul_(torch::logspace(0, -1, 8).view({8, 1, 1, 1}));
  const torch::Tensor inputs = torch::randn({32, 6, 6, 2});
  network.train();
  network.forward(inputs);
  network.eval();
  const auto folded = folded_network(network);
  folded->eval();
  EXPECT_TRUE(torch::allclose(folded->forward(inputs), network.forward(inputs), 1e-4, 1e-5));
  std::vector<train::Ties> ties;
  for (const torch::Tensor& weight : folded->weight_parameters()) {
    torch::Tensor rows = train::in_rows(weight).clone();
    ties.push_back(train::cluster_weights(rows, {3, 2, "linear", weight.dim() == 4}));
    weight.copy_(train::as_weight(rows, weight));
  }
  QuantizedStudent quantized(folded->plan(), {}, std::nullopt, ties);
  quantized.copy_folded(*folded);
  quantized.calibrate(inputs);
  for (const IntegerBlock& block : quantized.integers().blocks) {
    if (block.weights.empty()) continue;
    EXPECT_LE(std::set<int8_t>(block.weights.begin(), block.weights.end()).size(), 6u) << block.block.name;
  }
}

}  // namespace
}  // namespace bitstill::distill
