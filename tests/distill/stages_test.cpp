// Teacher, student and evaluation through a run folder, on the smallest real experiment.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/evaluate.h"
#include "distill/insight.h"
#include "distill/student.h"
#include "train/loop/checkpoint.h"
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
  train::RunFolder folder(const std::string& name) const { return {folder_.path() / name}; }
  std::unique_ptr<train::Run> run(const std::string& name, const std::vector<std::string>& overrides = {}) const {
    return std::make_unique<train::Run>(config(overrides), folder(name));
  }
  void train_and_distill(const std::string& name, const std::vector<std::string>& overrides = {}) const {
    const auto at_work = run(name, overrides);
    train::train_teacher(*at_work);
    distill_student(*at_work);
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(Stages, SameConfigGivesTheSameBytes) {
  for (const char* name : {"first", "second"}) train_and_distill(name);
  const auto first = folder("first"), second = folder("second");
  EXPECT_EQ(read_file(first.teacher()), read_file(second.teacher()));
  EXPECT_EQ(read_file(first.quantized()), read_file(second.quantized()));
  EXPECT_EQ(read_file(first.artifact()), read_file(second.artifact()));
  EXPECT_EQ(read_text(first.metrics()), read_text(second.metrics()));
}

TEST_F(Stages, StudentAloneEqualsStudentInALongerCommand) {
  train_and_distill("run");
  const auto bytes = read_file(folder("run").artifact());
  std::filesystem::remove(folder("run").artifact());
  std::filesystem::remove(folder("run").student());
  distill_student(*run("run"));
  EXPECT_EQ(read_file(folder("run").artifact()), bytes);
}

TEST_F(Stages, EvaluationFindsTheIntegersEqualToFakeQuant) {
  train_and_distill("run");
  const auto at_work = run("run");
  const Evaluation evaluation = evaluate_student(*at_work);
  EXPECT_EQ(evaluation.samples, 50);
  EXPECT_EQ(evaluation.logits, 50);
  EXPECT_TRUE(evaluation.differing.empty());
  EXPECT_EQ(evaluation.int8.value, evaluation.fake_quant.value);
  EXPECT_EQ(Evaluation::from(evaluation.json()).table(), evaluation.table());
  EXPECT_EQ(quantized_test_inputs(*at_work, 7).size(), 7u);
  EXPECT_EQ(quantized_test_inputs(*at_work, 70).size(), 50u);
}

TEST_F(Stages, InsightFollowsTheTestSetAndTheStudentsBlocks) {
  train_and_distill("run");
  const auto insight = student_insight(*run("run"));
  EXPECT_EQ(insight["task"], "regression");
  EXPECT_EQ(insight["networks"]["student"]["macs"], 16);
  EXPECT_EQ(insight["x"].size(), 50u);
  EXPECT_TRUE(std::ranges::is_sorted(insight["x"].get<std::vector<double>>()));
  ASSERT_EQ(insight["outputs"].size(), 1u);
  EXPECT_EQ(insight["outputs"][0]["int8"].size(), 50u);
  ASSERT_EQ(insight["layers"].size(), 2u);
  EXPECT_EQ(insight["layers"][0]["block"], "dense_1");
  EXPECT_EQ(insight["layers"][1]["block"], "dense_2");
  // Calibration alone moves no weight, so that only rounding is left: eight bits are worth some 40 dB.
  const std::vector<std::string> ptq{"quantization.method=ptq"};
  train_and_distill("run", ptq);
  EXPECT_GT(student_insight(*run("run", ptq))["layers"][0]["sqnr_db"].get<double>(), 30);
}

TEST_F(Stages, EvaluationRefusesAnotherStudentsArtifact) {
  const auto alone = run("run", {"distillation.alpha=0"});
  distill_student(*alone);
  distill_student(*run("other", {"distillation.alpha=0", "seed=2"}));
  write_file(folder("run").artifact(), read_file(folder("other").artifact()));
  try {
    evaluate_student(*alone);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), folder("run").artifact().string() +
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
    const auto at_work = run("run", overrides);
    distill_student(*at_work);
    const Evaluation evaluation = evaluate_student(*at_work);
    EXPECT_TRUE(evaluation.differing.empty()) << ways.front();
    // Rounding costs little beside the error of a student trained for three epochs.
    EXPECT_LT(evaluation.int8.value, evaluation.float_student.value * 1.1) << ways.front();
  }
}

TEST_F(Stages, ArtifactStatesItsTrainingFacts) {
  const auto at_work = run("run");
  train::train_teacher(*at_work);
  const StudentResult result = distill_student(*at_work);
  const auto facts = nlohmann::json::parse(codegen::load_graph(folder("run").artifact()).metadata);
  EXPECT_EQ(facts["rounding"], "double");
  EXPECT_EQ(facts["task"], "regression");
  EXPECT_EQ(facts["function"], "sine");
  EXPECT_EQ(facts["parameters"], 25);
  EXPECT_EQ(facts["training"]["student"], "1-8-1");
  EXPECT_EQ(facts["training"]["teacher"], "1-16-1");
  EXPECT_EQ(facts["training"]["validation"]["fake_quant"], result.fake_quant.value);
}

TEST_F(Stages, CalibrationOnlyLeavesTheFoldedWeights) {
  train_and_distill("run", {"quantization.method=ptq"});
  const auto at_work = run("run", {"quantization.method=ptq"});
  const auto student = load_student(*at_work);
  const auto quantized = load_quantized_student(*at_work);
  EXPECT_TRUE(
      quantized->named_parameters()["dense_1.weights"].equal(student->named_parameters()["dense_1.linear.weight"]));
}

TEST_F(Stages, DistillationNeedsThisConfigsTeacher) {
  const auto refusal = [&](const std::vector<std::string>& overrides) -> std::string {
    try {
      distill_student(*run("run", overrides));
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  const std::string outputs = folder("run").teacher_outputs().string();
  const std::string remedy = "run `bitstill train " + config_path().string() + "`";
  EXPECT_EQ(refusal({}), outputs + ": is not there yet; " + remedy);
  train::train_teacher(*run("run"));
  EXPECT_EQ(refusal({"dataset.function=cosine"}),
            outputs + ": was made from another config; " + remedy + ", or choose another folder with --run");
  EXPECT_EQ(refusal({"distillation.alpha=0.9"}), "accepted");
}

TEST_F(Stages, NoTeacherIsNeededWithAlphaZero) {
  const auto alone = run("run", {"distillation.alpha=0"});
  distill_student(*alone);
  EXPECT_FALSE(evaluate_student(*alone).teacher.has_value());
}

// Which stages a second run does again shows in the files that are younger than a mark.
TEST_F(Stages, OnlyWhatDependsOnAChangeIsDoneAgain) {
  train_and_distill("run");
  const auto teacher = read_file(folder("run").teacher());
  const auto student = read_file(folder("run").student());
  const auto artifact = read_file(folder("run").artifact());
  const auto written_again = [&](const std::vector<std::string>& overrides) {
    const std::vector<std::filesystem::path> files{folder("run").teacher(), folder("run").student(),
                                                   folder("run").artifact()};
    const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
    for (const auto& file : files) std::filesystem::last_write_time(file, long_ago);
    train_and_distill("run", overrides);
    std::vector<std::string> names;
    for (const auto& file : files) {
      if (std::filesystem::last_write_time(file) != long_ago) names.push_back(file.filename());
    }
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(written_again({}), Names{});
  EXPECT_EQ(written_again({"module.check_vectors=3", "name=other"}), Names{});
  EXPECT_EQ(written_again({"quantization.training.epochs=3"}), Names{"student.tflite"});
  EXPECT_EQ(written_again({"distillation.alpha=0.25"}), (Names{"student.pt", "student.tflite"}));
  EXPECT_EQ(written_again({"seed=2"}), (Names{"teacher.pt", "student.pt", "student.tflite"}));
  EXPECT_EQ(written_again({}), (Names{"teacher.pt", "student.pt", "student.tflite"}));
  EXPECT_EQ(read_file(folder("run").teacher()), teacher);
  EXPECT_EQ(read_file(folder("run").student()), student);
  EXPECT_EQ(read_file(folder("run").artifact()), artifact);
}

TEST_F(Stages, ADamagedFileIsMadeAgain) {
  train_and_distill("run");
  const auto student = read_file(folder("run").student());
  write_file(folder("run").student(), std::string_view("damaged"));
  train_and_distill("run");
  EXPECT_EQ(read_file(folder("run").student()), student);
}

TEST_F(Stages, AnotherRunsTeacherOfTheSameRecipeIsTakenOver) {
  train_and_distill("first");
  train::Run second(config({"quantization.training.epochs=1"}), folder("second"), {.sources = {folder("first")}});
  const auto teacher = read_file(folder("first").teacher());
  std::filesystem::remove(folder("first").student());
  train::train_teacher(second);
  EXPECT_EQ(read_file(folder("second").teacher()), teacher);
  EXPECT_NE(read_text(folder("second").metrics()).find("\"stage\":\"teacher\""), std::string::npos);
}

TEST_F(Stages, AnEnsembleOfCopiesAveragesDifferentTeachers) {
  const std::vector<std::string> three{"teacher.copies=3"};
  train_and_distill("run", three);
  const auto at_work = run("run", three);
  const auto weights = [&](const std::string& file) {
    train::Network network(train::plan_network(at_work->config().teacher.network, at_work->bench().purpose));
    train::load_checkpoint({folder("run").root / file, "", ""}, network);
    return network.parameters().at(0).clone();
  };
  EXPECT_FALSE(weights("teacher_1.pt").equal(weights("teacher_2.pt")));
  EXPECT_FALSE(weights("teacher_2.pt").equal(weights("teacher_3.pt")));
  const auto facts = nlohmann::json::parse(codegen::load_graph(folder("run").artifact()).metadata);
  EXPECT_EQ(facts["training"]["teacher"], "3 x 1-16-1");
}

TEST_F(Stages, AnotherRunsCheckpointTeaches) {
  train_and_distill("first");
  const std::string file = folder("first").student().string();
  const std::string teacher = "teacher={kind: checkpoint, file: " + file + "}";
  train_and_distill("second", {teacher});
  const auto at_work = run("second", {teacher});
  const torch::Tensor expected = train::predict(*load_student(*run("first")), at_work->bench().train.inputs);
  EXPECT_TRUE(train::load_teacher_outputs(*at_work).train.equal(expected));
  EXPECT_FALSE(student_insight(*at_work)["networks"].contains("teacher"));
}

TEST_F(Stages, AHintChangesWhatTheStudentLearns) {
  train_and_distill("plain");
  for (const char* name : {"first", "second"}) train_and_distill(name, {"distillation.hint.weight=1"});
  EXPECT_NE(read_file(folder("plain").student()), read_file(folder("first").student()));
  EXPECT_EQ(read_file(folder("first").artifact()), read_file(folder("second").artifact()));
}

TEST_F(Stages, AHintOfNoLayerIsRefusedBeforeAnythingIsTrained) {
  for (const char* network : {"teacher", "student"}) {
    const auto at_work =
        run("hint", {"distillation.hint.weight=1", fmt::format("distillation.hint.{}=nolayer", network)});
    try {
      check_student(*at_work);
      FAIL() << network;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(fmt::format("{} 'nolayer' is no layer", network)), std::string::npos);
    }
  }
}

TEST_F(Stages, AHintNeedsOneNetworkThatTeaches) {
  EXPECT_THROW(train_and_distill("many", {"distillation.hint.weight=1", "teacher.copies=2"}), Error);
}

TEST_F(Stages, MixupAsksTheTeacherAboutTheBlends) {
  train_and_distill("run", {"student.training.mixup=0.3"});
  EXPECT_TRUE(evaluate_student(*run("run", {"student.training.mixup=0.3"})).differing.empty());
}

}  // namespace
}  // namespace bitstill::distill
