// Our numbers beside TFLite Micro's.
#include "firmware/bench/comparison.h"

#include <gmock/gmock.h>

#include "firmware/bench/kernels_table.h"
#include "firmware/bench/peers.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;

TEST(Peers, BelongToThePublicModelsByTheirHashes) {
  BITSTILL_NEED_SHARED("golden");
  for (const char* model : {"hello_world_int8", "ad01", "micro_speech", "kws_ref", "person_detect", "resnet8"}) {
    const auto artifact = tests::shared_path(std::string("golden/") + model + "/model.tflite");
    EXPECT_NE(find_peer(sha256_of_file(artifact)), nullptr) << model;
  }
  EXPECT_EQ(find_peer(""), nullptr);
}

TEST(Comparison, SaysHowManyTimesOursTheOthersAre) {
  ModuleCosts one;
  one.module.name = "one";
  one.module.macs = 264192;
  one.module.artifact_sha256 = "of no public model";
  TargetCost cost;
  cost.target = "esp32";
  cost.sizes = {1000, 270880, 768, 0};
  cost.instructions = InstructionCounts{1000000, 0, 0, {}, 128};
  one.costs = {cost};
  const std::string nobody = comparison_table({one});
  EXPECT_THAT(nobody,
              HasSubstr("| one (264,192 MACs) | esp32 | **1,000,000** | 3.79 | - | - | 1,000 | - | 270,880 | 768 | "
                        "- | 128 |\n"));
}

TEST(Comparison, AModelThatTfliteMicroRunsStandsBesideIt) {
  BITSTILL_NEED_SHARED("golden/ad01/model.tflite");
  ModuleCosts one;
  one.module.macs = 264192;
  one.module.artifact_sha256 = sha256_of_file(tests::shared_path("golden/ad01/model.tflite"));
  TargetCost cost;
  cost.target = "esp32";
  cost.sizes = {1000, 270880, 1130, 0};
  cost.instructions = InstructionCounts{1386000, 0, 0, {}, 128};
  one.costs = {cost};
  EXPECT_THAT(comparison_table({one}), HasSubstr("**1,386,000** | 5.25 | 3,337,000 (2.4x) | 2,772,000 (2.0x) |"));
  EXPECT_THAT(comparison_table({one}), HasSubstr("| 1,130 | 2,260 (2.0x) | 128 |"));
}

ModuleCosts measured(const std::string& target, int64_t instructions) {
  ModuleCosts one;
  one.module.name = "one";
  one.module.macs = 1000;
  one.module.artifact_sha256 = "of no public model";
  one.module.target = target;
  one.module.layers = {{"CONV_2D", "conv_1", 1, 8, 1000}};
  TargetCost cost;
  cost.target = "esp32";
  cost.sizes = {instructions, 0, 100, 0};
  cost.instructions = InstructionCounts{instructions, 0, 0, {instructions - 10}, 128};
  one.costs = {cost};
  return one;
}

TEST(KernelsTable, SetsBothKindsOfOneModelSideBySide) {
  const std::string text = kernels_table({measured("portable", 5000), measured("esp32", 2000)});
  EXPECT_THAT(
      text,
      HasSubstr("| one (1,000 MACs) | 5,000 | 5.00 | - | **2,000** | 2.00 | - | - | - | 2.50x | - | +0 | -3000 |"));
  EXPECT_THAT(text, HasSubstr("| one | conv_1 | CONV_2D | 1,000 | 4,990 | 4.99 | 1,990 | 1.99 | 2.51x | - |"));
}

TEST(KernelsTable, IsNotThereWithoutAPair) {
  EXPECT_EQ(kernels_table({measured("portable", 5000)}), "");
  EXPECT_EQ(kernels_table({measured("esp32", 5000)}), "");
  EXPECT_THAT(comparison_table({measured("esp32", 5000)}), testing::Not(HasSubstr("one")));
}

}  // namespace
}  // namespace bitstill::firmware
