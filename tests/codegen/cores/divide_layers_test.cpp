// Which layers run on two cores: as many as pay and as the memory allows, and the module says so.
#include "codegen/cores/divide_layers.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "codegen/codegen.h"
#include "codegen/generate_command.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/codegen/models.h"
#include "tests/shared.h"

namespace bitstill::codegen {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kGoldens[] = {"hello_world_int8", "ad01", "micro_speech", "kws_ref", "resnet8", "person_detect"};

std::filesystem::path golden(const std::string& name) { return tests::shared_path("golden/" + name + "/model.tflite"); }

Graph on_two_cores(const std::string& name) { return load_graph(golden(name), true, Target::kEsp32, 2); }

std::string source_of(const Graph& graph) {
  for (const ModuleFile& file : emit_module(graph, plan_memory(graph), "m")) {
    if (file.path == "src/m.cpp") return file.text;
  }
  return "";
}

TEST(DivideLayers, TakesNoMoreThan8KibBeyondThePortablePlan) {
  BITSTILL_NEED_SHARED("golden/resnet8/model.tflite");
  for (const char* name : kGoldens) {
    const int64_t portable = plan_memory(load_graph(golden(name))).arena_bytes;
    EXPECT_LE(plan_memory(on_two_cores(name)).arena_bytes, portable + 8192) << name;
  }
}

// All that run() does of a layer that is not divided, the other core waits for.
TEST(DivideLayers, SharesAllOfResnet8ThatIsWorthIt) {
  BITSTILL_NEED_SHARED("golden/resnet8/model.tflite");
  const Graph graph = on_two_cores("resnet8");
  for (const auto& node : graph.operators)
    EXPECT_EQ(node->division.has_value(), node->name() == "CONV_2D" || node->name() == "ADD") << node->name();
}

TEST(DivideLayers, LeavesWholeWhatHasNoRoomInHalves) {
  BITSTILL_NEED_SHARED("golden/person_detect/model.tflite");
  const Graph graph = on_two_cores("person_detect");
  EXPECT_FALSE(graph.operators[2]->division);
  EXPECT_THAT(cores::print_division(graph), HasSubstr("whole     879488 instructions predicted: halves need more RAM"));
}

TEST(DivideLayers, LeavesWholeWhatIsNotWorthWakingACoreFor) {
  Graph graph = tests::read(tests::dense_model({.inputs = 64, .outputs = 12}, 5));
  graph.operators[0]->esp32_kernel = true;
  cores::divide_layers(graph);
  EXPECT_FALSE(graph.operators[0]->division);
  EXPECT_THAT(cores::print_division(graph), HasSubstr("too little to wake a core for"));
  cores::divide_all_layers(graph);
  EXPECT_TRUE(graph.operators[0]->division);
}

// Pixel by pixel each half overwrites its own input only; under a window of three rows it would write over rows that
// the other half still reads, and those wait elsewhere.
TEST(DivideLayers, LaysHalvesOverTheirInputWhereTheOtherHalfDoesNotReadIt) {
  BITSTILL_NEED_SHARED("golden/resnet8/model.tflite");
  const Graph pixels = on_two_cores("kws_ref");
  const MemoryPlan plan = plan_memory(pixels);
  EXPECT_EQ(plan.find(pixels.operators[2]->outputs[0])->offset, plan.find(pixels.operators[2]->inputs[0])->offset);
  EXPECT_THAT(source_of(pixels), Not(HasSubstr("waited beside their place")));
  const std::string windows = source_of(on_two_cores("resnet8"));
  EXPECT_THAT(windows, HasSubstr("Its first 3 rows waited beside their place, which this core was still reading."));
  EXPECT_THAT(windows, HasSubstr("memcpy(at(kConv3At) + 8192, at<int8_t>(kConv3ScratchAt + "));
}

int generate(std::vector<std::string> arguments) {
  CLI::App app;
  add_generate_command(app);
  std::ranges::reverse(arguments);
  app.parse(arguments);
  return 0;
}

TEST(Workers, AreOneOrTwoAndForTheEsp32) {
  const TemporaryFolder folder;
  const std::string model = (folder.path() / "chain.tflite").string();
  write_file(model, tests::chain_model());
  const std::string module = (folder.path() / "m").string();
  EXPECT_THROW(generate({"generate", model, "-o", module, "--target", "esp32", "--workers", "3"}),
               CLI::ValidationError);
  EXPECT_THROW(generate({"generate", model, "-o", module, "--workers", "2"}), Error);
  EXPECT_FALSE(std::filesystem::exists(module));
  generate({"generate", model, "-o", module, "--target", "esp32", "--workers", "2"});
  EXPECT_THAT(read_text(folder.path() / "m/src/chain.h"), HasSubstr("void use(const Worker& other_core)"));
}

}  // namespace
}  // namespace bitstill::codegen
