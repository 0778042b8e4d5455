// Teacher, student and evaluation through a run folder, on the smallest real experiment.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/evaluate.h"
#include "distill/student.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

constexpr const char* kConfig = R"(
dataset:
  kind: function
  function: sine
  counts: {train: 256, validation: 64, test: 50}
teacher:
  layers: [{dense: {units: 16}}, tanh, {dense: {units: 1}}]
  training: {epochs: 3, batch_size: 32}
student:
  layers: [{dense: {units: 8}}, relu, {dense: {units: 1}}]
  training: {epochs: 3, batch_size: 32}
quantization:
  calibration_samples: 100
  frozen_epochs: 1
  training: {epochs: 2, batch_size: 32}
)";

class Stages : public testing::Test {
 protected:
  void SetUp() override { write_file(config_path(), std::string_view(kConfig)); }
  std::filesystem::path config_path() const { return folder_.path() / "tiny.yaml"; }
  configs::ExperimentConfig config(const std::vector<std::string>& overrides = {}) const {
    return configs::read_experiment(config_path(), overrides);
  }
  train::RunFolder run(const std::string& name) const { return {folder_.path() / name}; }

 private:
  TemporaryFolder folder_;
};

TEST_F(Stages, SameConfigGivesTheSameBytes) {
  for (const char* name : {"first", "second"}) {
    train::train_teacher(config(), run(name));
    distill_student(config(), run(name));
  }
  EXPECT_EQ(read_file(run("first").teacher()), read_file(run("second").teacher()));
  EXPECT_EQ(read_file(run("first").quantized()), read_file(run("second").quantized()));
  EXPECT_EQ(read_file(run("first").artifact()), read_file(run("second").artifact()));
  EXPECT_EQ(read_text(run("first").metrics()), read_text(run("second").metrics()));
}

TEST_F(Stages, StudentAloneEqualsStudentInALongerCommand) {
  train::train_teacher(config(), run("first"));
  distill_student(config(), run("first"));
  const auto bytes = read_file(run("first").artifact());
  distill_student(config(), run("first"));
  EXPECT_EQ(read_file(run("first").artifact()), bytes);
}

TEST_F(Stages, EvaluationFindsTheIntegersEqualToFakeQuant) {
  train::train_teacher(config(), run("run"));
  distill_student(config(), run("run"));
  const Evaluation evaluation = evaluate_student(config(), run("run"));
  EXPECT_EQ(evaluation.samples, 50);
  EXPECT_EQ(evaluation.logits, 50);
  EXPECT_TRUE(evaluation.differing.empty());
  EXPECT_EQ(evaluation.int8.value, evaluation.fake_quant.value);
  EXPECT_EQ(quantized_test_inputs(config(), run("run"), 7).size(), 7u);
  EXPECT_EQ(quantized_test_inputs(config(), run("run"), 70).size(), 50u);
}

TEST_F(Stages, EvaluationRefusesAnotherStudentsArtifact) {
  const auto alone = config({"distillation.alpha=0"});
  const auto other = config({"distillation.alpha=0", "seed=2"});
  distill_student(alone, run("run"));
  distill_student(other, run("other"));
  write_file(run("run").artifact(), read_file(run("other").artifact()));
  try {
    evaluate_student(alone, run("run"));
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), run("run").artifact().string() +
                                ": is not the student of this config; run `bitstill distill " + config_path().string() +
                                "`");
  }
}

TEST_F(Stages, EveryWayOfQuantisingGivesTheBytesItWasTrainedOn) {
  for (const std::vector<std::string>& ways :
       {std::vector<std::string>{"quantization.observer=percentile"},
        {"quantization.observer=mse"},
        {"quantization.observer=moving_average", "quantization.per_channel=true"},
        {"quantization.scales=learned"},
        {"quantization.scales=learned", "quantization.per_channel=true"},
        {"quantization.method=ptq", "quantization.equalize=true", "quantization.bias_correction=true"}}) {
    std::vector<std::string> overrides = ways;
    overrides.push_back("distillation.alpha=0");
    distill_student(config(overrides), run("run"));
    const Evaluation evaluation = evaluate_student(config(overrides), run("run"));
    EXPECT_TRUE(evaluation.differing.empty()) << ways.front();
    // Rounding costs little beside the error of a student trained for three epochs.
    EXPECT_LT(evaluation.int8.value, evaluation.float_student.value * 1.1) << ways.front();
  }
}

TEST_F(Stages, ArtifactStatesItsTrainingFacts) {
  train::train_teacher(config(), run("run"));
  const StudentResult result = distill_student(config(), run("run"));
  const auto facts = nlohmann::json::parse(codegen::load_graph(run("run").artifact()).metadata);
  EXPECT_EQ(facts["rounding"], "double");
  EXPECT_EQ(facts["task"], "regression");
  EXPECT_EQ(facts["function"], "sine");
  EXPECT_EQ(facts["parameters"], 25);
  EXPECT_EQ(facts["training"]["student"], "1-8-1");
  EXPECT_EQ(facts["training"]["teacher"], "1-16-1");
  EXPECT_EQ(facts["training"]["validation"]["fake_quant"], result.fake_quant.value);
}

TEST_F(Stages, CalibrationOnlyLeavesTheFoldedWeights) {
  const auto ptq = config({"quantization.method=ptq"});
  train::train_teacher(ptq, run("run"));
  distill_student(ptq, run("run"));
  const train::Workbench bench(ptq);
  const auto student = load_student(ptq, run("run"), bench);
  const auto quantized = load_quantized_student(ptq, run("run"), bench);
  EXPECT_TRUE(quantized->named_parameters()["dense_1.weights"].equal(student->named_parameters()["dense_1.weight"]));
}

TEST_F(Stages, DistillationNeedsThisConfigsTeacher) {
  const auto refusal = [&](const configs::ExperimentConfig& experiment) -> std::string {
    try {
      distill_student(experiment, run("run"));
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  const std::string teacher = run("run").teacher().string();
  const std::string remedy = "run `bitstill train " + config_path().string() + "`";
  EXPECT_EQ(refusal(config()), teacher + ": is not there yet; " + remedy);
  train::train_teacher(config(), run("run"));
  EXPECT_EQ(refusal(config({"dataset.function=cosine"})),
            teacher + ": was made from another config; " + remedy + ", or choose another folder with --run");
  EXPECT_EQ(refusal(config({"distillation.alpha=0.9"})), "accepted");
}

TEST_F(Stages, NoTeacherIsNeededWithAlphaZero) {
  const auto alone = config({"distillation.alpha=0"});
  distill_student(alone, run("run"));
  const Evaluation evaluation = evaluate_student(alone, run("run"));
  EXPECT_FALSE(evaluation.teacher.has_value());
}

}  // namespace
}  // namespace bitstill::distill
