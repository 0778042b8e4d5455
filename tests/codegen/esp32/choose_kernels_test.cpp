// Which kernel a layer gets is predicted, said, and followed by the memory plan.
#include "codegen/esp32/choose_kernels.h"

#include <gmock/gmock.h>

#include "codegen/codegen.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

using testing::HasSubstr;

Graph chosen(const tests::DenseShape& shape, bool wherever_it_can = false) {
  Graph graph = tests::read(tests::dense_model(shape, 5));
  esp32::choose_kernels(graph, wherever_it_can);
  return graph;
}

TEST(ChooseKernels, GivesALargeLayerTheEsp32sOwn) {
  const Graph graph = chosen({.inputs = 64, .outputs = 12});
  EXPECT_TRUE(graph.operators[0]->esp32_kernel);
  EXPECT_THAT(esp32::print_choices(graph), HasSubstr("dense_1              esp32"));
  EXPECT_THAT(esp32::print_choices(graph), HasSubstr("instructions predicted, portable"));
}

TEST(ChooseKernels, LeavesPortableWhatGainsNothing) {
  EXPECT_FALSE(chosen({.inputs = 2, .outputs = 1}).operators[0]->esp32_kernel);
  EXPECT_TRUE(chosen({.inputs = 2, .outputs = 1}, true).operators[0]->esp32_kernel);
}

TEST(ChooseKernels, SaysWhyALayerCannotHaveIt) {
  const Graph graph = chosen({.inputs = 2000, .outputs = 4});
  EXPECT_FALSE(graph.operators[0]->esp32_kernel);
  EXPECT_THAT(esp32::print_choices(graph), HasSubstr("2^23 is the limit"));
}

TEST(ChooseKernels, SaysWhichOperatorsHaveNoOther) {
  Graph graph = tests::read(tests::chain_model());
  esp32::choose_kernels(graph);
  EXPECT_THAT(esp32::print_choices(graph), HasSubstr("there is no other kernel for it"));
}

TEST(ChooseKernels, IsFollowedByTheMemoryPlan) {
  const tests::DenseShape shape = {.inputs = 64, .outputs = 12};
  EXPECT_FALSE(plan_memory(tests::read(tests::dense_model(shape, 5))).find_scratch(0));
  EXPECT_EQ(plan_memory(chosen(shape)).find_scratch(0)->bytes, 2 * (64 + 4));
}

TEST(ChooseKernels, ModulesForTheEsp32CarryTheirAssemblyAndSayWhatTheyAreFor) {
  const auto artifact = tests::dense_model({.inputs = 64, .outputs = 12}, 5);
  std::map<std::string, std::string> files;
  for (const ModuleFile& file : compile(artifact, "test.tflite", "spotter", true, Target::kEsp32).files)
    files[file.path] = file.text;
  EXPECT_THAT(files["src/spotter.h"], HasSubstr("For the ESP32: 1 of 1 layers"));
  EXPECT_THAT(files["CMakeLists.txt"], HasSubstr("src/kernels/fully_connected_esp32.S"));
  EXPECT_THAT(files["CMakeLists.txt"], HasSubstr("LANGUAGES CXX ASM"));
  EXPECT_THAT(files["library.json"], HasSubstr("+<kernels/fully_connected_esp32.S>"));
  // Arduino compiles it for every core, and two modules may meet in one firmware.
  EXPECT_THAT(files["src/kernels/fully_connected_esp32.S"], HasSubstr("#if BITSTILL_MAC16"));
  EXPECT_THAT(files["src/kernels/fully_connected_esp32.S"], HasSubstr("spotter_esp32_fully_connected_pairs"));
  for (const auto& [path, text] : files) {
    EXPECT_TRUE(!path.starts_with("src/") || text.find("bitstill_esp32_") == std::string::npos) << path;
  }
}

}  // namespace
}  // namespace bitstill::codegen
