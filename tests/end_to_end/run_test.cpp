// From a YAML file to a proven module, through the command itself.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.h"

namespace bitstill::tests {
namespace {

using testing::HasSubstr;

class RunTest : public ProgramTest {};

TEST_F(RunTest, GoesFromAConfigToAModuleProvenOnHostAndXtensa) {
  write("tiny.yaml", kTinyExperiment);
  const auto run = bitstill({"run", "tiny.yaml"});
  ASSERT_EQ(run.exit_code, 0) << run.text;
  EXPECT_THAT(run.text, HasSubstr("host   every byte equal: 2 layers, 32 samples"));
  EXPECT_THAT(run.text, HasSubstr("lx106  every byte equal: 2 layers, 32 samples"));
  EXPECT_THAT(run.text, HasSubstr("module    runs/tiny/generated"));

  EXPECT_EQ(bitstill({"verify", "runs/tiny", "--on", "host"}).exit_code, 0);
  const auto evaluation = bitstill({"evaluate", "tiny.yaml"});
  EXPECT_EQ(evaluation.exit_code, 0) << evaluation.text;
  EXPECT_THAT(evaluation.text, HasSubstr("student, int8"));
}

TEST_F(RunTest, AStudentOverItsBudgetEndsWithOneBeforeAModuleIsWritten) {
  write("tiny.yaml", kTinyExperiment);
  const auto run = bitstill({"run", "tiny.yaml", "--set", "budget.macs=1"});
  EXPECT_EQ(run.exit_code, 1) << run.text;
  EXPECT_THAT(run.text, HasSubstr("over budget: an inference takes"));
  EXPECT_THAT(run.text, HasSubstr("dense_1"));
  EXPECT_TRUE(std::filesystem::exists(path("runs/tiny/student.tflite")));
  EXPECT_FALSE(std::filesystem::exists(path("runs/tiny/generated")));
  EXPECT_EQ(bitstill({"run", "tiny.yaml", "--set", "budget.macs=1M"}).exit_code, 0);
}

TEST_F(RunTest, AStudentIsSearchedForWithinABudget) {
  write("curve.yaml",
        "dataset: {kind: function, function: sine, counts: {train: 256, validation: 64, test: 50}}\n"
        "teacher: {layers: [{dense: {units: 16}}, tanh, {dense: {units: 1}}], training: {epochs: 2}}\n"
        "search: {family: mlp, widths: [0.0625, 0.125, 0.25], blocks: [1], candidates: 2}\n"
        "student: {training: {epochs: 2}}\n"
        "quantization: {method: ptq}\n"
        "budget: {instructions: 3K}\n");
  const auto run = bitstill({"run", "curve.yaml"});
  EXPECT_EQ(run.exit_code, 0) << run.text;
  EXPECT_THAT(run.text, HasSubstr("chosen, front"));
  EXPECT_THAT(run.text, HasSubstr("an inference takes"));
  EXPECT_TRUE(std::filesystem::exists(path("runs/curve/search/summary.json")));
  EXPECT_EQ(bitstill({"evaluate", "runs/curve"}).exit_code, 0);

  const auto stage = bitstill({"distill", "curve.yaml"});
  EXPECT_EQ(stage.exit_code, 2);
  EXPECT_THAT(stage.text, HasSubstr("the student is to be searched for"));
  const auto refused = bitstill({"run", "curve.yaml", "--set", "budget.instructions=100"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.text, HasSubstr("the budget cannot be met: of 3 students of mlp none fits"));
}

TEST_F(RunTest, TheShippedSineAndCosineReachTheirError) {
  const std::string config = std::string(BITSTILL_SOURCE_DIR) + "/configs/sine.yaml";
  for (const std::string function : {"sine", "cosine"}) {
    const std::string set = "dataset.function=" + function;
    for (const char* stage : {"train", "distill"}) {
      const auto done = bitstill({stage, config, "--run", function, "--set", set});
      ASSERT_EQ(done.exit_code, 0) << done.text;
    }
    const auto evaluation = bitstill({"evaluate", function, "--json"});
    ASSERT_EQ(evaluation.exit_code, 0) << evaluation.text;
    const auto scores = nlohmann::json::parse(evaluation.text.substr(evaluation.text.find('{')));
    EXPECT_LE(scores["int8"].get<double>(), 0.010) << function;
    EXPECT_TRUE(scores["differing_by_steps"].empty()) << function;
  }
}

TEST_F(RunTest, TheSameConfigTwiceGivesTheSameBytes) {
  write("tiny.yaml", kTinyExperiment);
  for (const char* folder : {"a", "b"}) {
    for (const char* stage : {"train", "distill"}) {
      const auto done = bitstill({stage, "tiny.yaml", "--run", folder});
      ASSERT_EQ(done.exit_code, 0) << done.text;
    }
  }
  EXPECT_EQ(sha256(read_file(path("a/student.tflite"))), sha256(read_file(path("b/student.tflite"))));
}

TEST_F(RunTest, DryRunPrintsAConfigThatReadsBackToItself) {
  write("tiny.yaml", kTinyExperiment);
  const auto first = bitstill({"run", "tiny.yaml", "--dry-run"});
  ASSERT_EQ(first.exit_code, 0) << first.text;
  EXPECT_THAT(first.text, HasSubstr("observer_momentum: 0.99"));
  write("again.yaml", first.text);
  EXPECT_EQ(bitstill({"run", "again.yaml", "--dry-run"}).text, first.text);
}

TEST_F(RunTest, ThreeMistakesGiveThreeLinesAndExitCodeTwo) {
  write("wrong.yaml", kTinyExperiment + "distillation: {temprature: 4, alpha: 1.5}\nthreads: many\n");
  const auto run = bitstill({"run", "wrong.yaml"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(std::count(run.text.begin(), run.text.end(), '\n'), 3) << run.text;
  EXPECT_THAT(run.text, HasSubstr("wrong.yaml:10:16: unknown key 'temprature'"));
  EXPECT_THAT(run.text, HasSubstr("wrong.yaml:10:"));
  EXPECT_THAT(run.text, HasSubstr("wrong.yaml:11:10: "));
}

TEST_F(RunTest, AStarterConfigIsAValidOne) {
  ASSERT_EQ(bitstill({"init", "mine.yaml"}).exit_code, 0);
  const auto dry = bitstill({"run", "mine.yaml", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.text;
}

}  // namespace
}  // namespace bitstill::tests
