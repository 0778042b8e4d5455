// A model that needs too much is not written, and the layers to blame are named by weight.
#include "codegen/inspect/budget.h"

#include <gmock/gmock.h>

#include "codegen/codegen.h"
#include "codegen/emit/module.h"
#include "codegen/generate_command.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/codegen/models.h"
#include "tests/shared.h"

namespace bitstill::codegen {
namespace {

using testing::HasSubstr;

TEST(Footprint, FlashIsWhatTheModulesConstantsTake) {
  const std::string text =
      "constexpr ops::FullyConnected kDense1 = {\n"
      "constexpr uint8_t kDense1Weights[24] = {  // weight + 128\n"
      "constexpr int32_t kDense1Bias[4] = {  // zero point folded in\n"
      "constexpr arithmetic::Scale kDense1Scales[4] = {  // multiplier and shift\n"
      "    {1073741824, -3}, {1073741824, -3},\n"
      "    {1073741824, -3}, {INT32_MIN, -3},\n"
      "};\n"
      "constexpr ops::CopyAxis kTranspose1Axes[2] = {  // count, input step and output step\n"
      "    {1, 2, 3}, {4, 5, 6},\n"
      "};\n"
      "constexpr arithmetic::UniformScale kDense2Scale = {{1, 2}};\n"
      "constexpr const int32_t (&kDense2Bias)[4] = kDense1Bias;  // the same numbers\n"
      "constexpr int8_t kLogistic1Table[256] = {\n";
  EXPECT_EQ(constant_bytes(text), 24 + 4 * 4 + 8 * 4 + 6 * 4 + 8 + 256);
}

TEST(Footprint, LayersAddUpToTheConstantsOfTheModule) {
  const Graph graph = tests::read(tests::chain_model());
  const MemoryPlan plan = plan_memory(graph);
  const Footprint whole = footprint(graph, plan);
  for (const ModuleFile& file : emit_module(graph, plan, "chain")) {
    if (file.path == "src/chain_constants.h") {
      EXPECT_EQ(whole.flash_bytes, constant_bytes(file.text));
    }
  }
  EXPECT_EQ(whole.macs, 24 + 12);
  ASSERT_EQ(whole.layers.size(), graph.operators.size());
  for (const LayerFootprint& layer : whole.layers) {
    EXPECT_LE(layer.alive_bytes, plan.arena_bytes);
    EXPECT_GT(layer.alive_bytes, 0);
  }
}

TEST(Budget, AModelThatFitsIsNotSpokenOf) {
  const Graph graph = tests::read(tests::chain_model());
  const MemoryPlan plan = plan_memory(graph);
  EXPECT_EQ(over_budget(graph, plan, {}), "");
  const Footprint whole = footprint(graph, plan);
  EXPECT_EQ(over_budget(graph, plan, {whole.ram_bytes, whole.flash_bytes, whole.macs}), "");
}

TEST(Budget, EachLimitNamesItsLayersHeaviestFirst) {
  const Graph graph = tests::read(tests::chain_model());
  const MemoryPlan plan = plan_memory(graph);
  EXPECT_EQ(over_budget(graph, plan, budget_from("", "", "10")),
            "over budget: an inference takes 36 multiply-adds, 10 are allowed, 26 too many\n"
            "  dense_1                FULLY_CONNECTED                  24 multiply-adds\n"
            "  dense_2                FULLY_CONNECTED                  12 multiply-adds\n");
  const std::string flash = over_budget(graph, plan, budget_from("", "64B", ""));
  EXPECT_THAT(flash, HasSubstr("without the code"));
  EXPECT_LT(flash.find("logistic_1"), flash.find("dense_1"));
  EXPECT_THAT(over_budget(graph, plan, budget_from("4", "", "")), HasSubstr("fullest at "));
}

TEST(Budget, GenerateWritesNothingOverBudget) {
  const TemporaryFolder folder;
  write_file(folder.path() / "chain.tflite", tests::chain_model());
  GenerateOptions options;
  options.budget.macs = 35;
  EXPECT_THROW(generate_module(folder.path() / "chain.tflite", folder.path() / "m", options), CheckFailed);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "m"));
  options.budget.macs = 36;
  generate_module(folder.path() / "chain.tflite", folder.path() / "m", options);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "m"));
}

// What the command line says, as main.cpp would end with.
std::string complaint(const std::string& arguments) {
  CLI::App app;
  add_generate_command(app);
  add_inspect_command(app);
  testing::internal::CaptureStdout();
  std::string text;
  try {
    app.parse(arguments);
  } catch (const std::exception& failed) {
    text = failed.what();
  }
  testing::internal::GetCapturedStdout();
  return text;
}

TEST(Budget, OfRamNamesResnet8sLayers) {
  BITSTILL_NEED_SHARED("golden/resnet8/model.tflite");
  const TemporaryFolder folder;
  const std::string model = tests::shared_path("golden/resnet8/model.tflite").string();
  const std::string output = " -o " + (folder.path() / "m").string();
  const std::string text = complaint("generate " + model + output + " --ram 8KiB");
  EXPECT_THAT(text, HasSubstr("over budget: the arena in RAM"));
  EXPECT_THAT(text, HasSubstr("8,192 are allowed"));
  EXPECT_THAT(text, HasSubstr("conv_1"));
  EXPECT_THAT(text, HasSubstr("fullest at "));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "m"));
  EXPECT_EQ(complaint("generate " + model + output + " --ram 64KiB --flash 256KiB --macs 15M"), "");
  EXPECT_THAT(complaint("inspect " + model + " --flash 50KiB"), HasSubstr("over budget: the constants in flash"));
}

}  // namespace
}  // namespace bitstill::codegen
