// The presets' sizes against what their papers and MLPerf Tiny say, and how a config names one.
#include "train/models/presets/presets.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "configs/support/error.h"
#include "tests/train/layers.h"
#include "train/models/core2.h"
#include "train/models/liveness.h"
#include "train/models_command.h"

namespace bitstill::train {
namespace {

NetworkPlan plan_of(const std::string& name) {
  for (const Preset& preset : presets()) {
    if (preset.name == name) return plan_preset_task(preset);
  }
  throw Error("no preset " + name);
}

double millions(const std::string& name) { return static_cast<double>(plan_of(name).parameters()) / 1e6; }

TEST(Presets, HaveTheParametersOfTheirPapers) {
  EXPECT_EQ(plan_of("alexnet").parameters(), 61'100'840);  // torchvision's, to the last
  EXPECT_EQ(plan_of("vgg_16").parameters(), 138'357'544);  // likewise
  // Batch norm is folded: per channel one bias remains of its two parameters.
  EXPECT_NEAR(millions("resnet_18"), 11.69, 0.02);
  EXPECT_NEAR(millions("resnet_50"), 25.56, 0.04);
  EXPECT_NEAR(millions("mobilenet_v1"), 4.23, 0.02);
  EXPECT_EQ(plan_of("lenet5").parameters(), 61'706);
}

// As MLPerf Tiny counts them: every tap of every window.
int64_t macs_with_padding(const NetworkPlan& plan) {
  int64_t sum = 0;
  for (const Block& block : plan.blocks) {
    if (!block.has_weights()) continue;
    int64_t outputs = 1;
    for (const int64_t size : block.output_shape) outputs *= size;
    sum += outputs * block.row_size();
  }
  return sum;
}

TEST(Presets, HaveTheMultiplyAddsOfMlperfTiny) {
  EXPECT_EQ(macs_with_padding(plan_of("ds_cnn")), 2'656'768);
  EXPECT_EQ(macs_with_padding(plan_of("resnet8")), 12'501'632);
  EXPECT_EQ(plan_of("autoencoder").macs(), 264'192);
}

TEST(Presets, OfAFamilyMayBeOtherwiseDeepAndHaveOtherKernels) {
  const auto plan = [](const std::string& name, int64_t blocks, int64_t kernel) {
    configs::LayerConfig layer = tests::preset(name);
    layer.blocks = blocks;
    layer.preset_kernel = kernel;
    return plan_network(tests::network({layer}), {{28, 28, 1}, 10, true});
  };
  EXPECT_EQ(plan("mlp", 3, 0).widths(), "784-64-32-16-10");
  EXPECT_EQ(plan("ds_cnn", 4, 3).parameters(), plan("ds_cnn", 0, 0).parameters());
  EXPECT_EQ(plan("ds_cnn", 4, 5).parameters() - plan("ds_cnn", 4, 3).parameters(), 4 * 64 * (25 - 9));
  EXPECT_LT(plan("mobilenet_v1", 5, 3).parameters(), plan("mobilenet_v1", 6, 3).parameters());
  EXPECT_THROW(plan("mobilenet_v1", 14, 3), Error);
  EXPECT_THROW(plan("lenet5", 2, 0), Error);
}

TEST(Presets, CountNoMultiplyAddsOnPadding) {
  EXPECT_EQ(plan_of("ds_cnn").macs(), 2'562'432);
  EXPECT_EQ(plan_of("resnet8").macs(), 11'574'592);
}

TEST(Presets, OfSpeechHaveTheSizesOfTheirPapers) {
  EXPECT_EQ(plan_of("tc_resnet8").parameters(), 64'852);  // the paper's 66 K count batch norms
  EXPECT_EQ(plan_of("bc_resnet").parameters(), 7'492);    // of 9.2 K; sub-spectral norms are plain and folded here
  EXPECT_NEAR(static_cast<double>(plan_of("bc_resnet").macs()), 3.1e6, 0.4e6);
}

// What configs/keywords.yaml says of its students.
TEST(Presets, MakeKeywordSpottersForSmallBoards) {
  const NetworkPurpose words{{49, 20, 1}, 5, true};
  const auto student = plan_network(tests::network({tests::preset("tc_resnet8", 0.6)}), words);
  EXPECT_EQ(student.parameters(), 23'098);
  EXPECT_LE(student.macs(), 3'000'000);
  EXPECT_LE(plan_network(tests::network({tests::preset("tc_resnet8", 0.29)}), words).parameters(), 6'000);
}

TEST(Presets, HaveTheShapesOfTheirTasks) {
  EXPECT_EQ(plan_of("ds_cnn").blocks[0].output_shape, (datasets::Shape{25, 5, 64}));
  EXPECT_EQ(plan_of("resnet_50").blocks.back().output_shape, (datasets::Shape{1000}));
  EXPECT_FALSE(plan_of("autoencoder").ends_with_softmax());
}

TEST(Presets, WidthMultipliesChannelsAndOutputsComeFromTheDataset) {
  const auto plan = plan_network(tests::network({tests::preset("mobilenet_v1", 0.25)}), {{96, 96, 3}, 2, true});
  EXPECT_EQ(plan.blocks[0].outputs(), 8);
  EXPECT_EQ(plan.blocks.back().outputs(), 2);
  EXPECT_NEAR(static_cast<double>(macs_with_padding(plan)), 7.49e6, 0.01e6);  // MLPerf Tiny's visual wake words
}

TEST(Presets, MakeAnImageOfAMatrixOfFeatures) {
  const auto plan = plan_network(tests::network({tests::preset("ds_cnn")}), {{49, 10}, 12, true});
  EXPECT_EQ(plan.blocks[0].kind, BlockKind::kReshape);
  EXPECT_EQ(plan.macs(), 2'562'432);
}

TEST(Presets, RefuseWhatDoesNotFitAtTheirOwnPlace) {
  try {
    plan_network(tests::network({tests::layer("flatten"), tests::preset("lenet5")}), {{28, 28, 1}, 10, true});
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "net.yaml:2:5: conv_2d needs an image [height, width, channels] but gets [784]; move it before flatten "
        "and dense, or put a reshape before it");
  }
}

// Input 4, first layer 16, second 16 and the shortcut's 16 at once, output 2.
TEST(Liveness, KeepsAShortcutAliveUntilItIsAdded) {
  const auto plan = plan_network(tests::network({tests::layer("dense", 16), tests::layer("relu"),
                                                 tests::residual({tests::layer("dense", 8), tests::layer("dense", 16)}),
                                                 tests::layer("dense", 2)}),
                                 {{4}, 2, false});
  EXPECT_EQ(liveness_bytes(plan), 3 * 16);
  EXPECT_EQ(last_readers(plan), (std::vector<int>{3, 2, 3, 4, 4}));
}

TEST(Liveness, GivesFlattenNoMemoryOfItsOwn) {
  const auto plan =
      plan_network(tests::network({tests::layer("flatten"), tests::layer("dropout", 0, 0.5), tests::layer("dense", 3)}),
                   {{5, 4, 1}, 3, false});
  EXPECT_EQ(liveness_bytes(plan), 23);
}

TEST(Core2, SaysWhatIsTooLarge) {
  const auto reason = [](const std::string& name) { return core2_fit(device_cost(plan_of(name))).reason; };
  EXPECT_EQ(reason("vgg_16"), "weights 138 MB exceed 16 MB flash");
  EXPECT_EQ(reason("mobilenet_v1"), "weights 4.3 MB exceed the 4 MB of flash mapped for constants");
  EXPECT_EQ(reason("ds_cnn"), "in SRAM");
  EXPECT_FALSE(core2_fit({1, 1, 1, 5'000'000}).fits);
  EXPECT_EQ(core2_fit({1, 1, 1, 5'000'000}).reason, "activations 5.0 MB exceed 4 MB PSRAM");
  EXPECT_TRUE(core2_fit({1, 1, 1, 200'000}).fits);
}

TEST(ModelsCommand, ListsEveryPresetInBothForms) {
  const auto json = nlohmann::json::parse(models_json());
  ASSERT_EQ(json.size(), presets().size());
  for (const auto& model : json) {
    EXPECT_NE(models_table().find(model.at("preset").get<std::string>() + " "), std::string::npos);
    EXPECT_GT(model.at("flash_bytes").get<int64_t>(), model.at("parameters").get<int64_t>());
  }
}

}  // namespace
}  // namespace bitstill::train
