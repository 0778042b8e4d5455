// Stopping and going on, through the command itself; kill_test.cpp does it by force at random moments.
#include <gmock/gmock.h>

#include "tests/end_to_end/program.h"

namespace bitstill::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

class ResumeTest : public ProgramTest {
 protected:
  firmware::Finished shell(const std::string& line) {
    firmware::Command command;
    command.words = {"/bin/sh", "-c", line};
    command.folder = path("");
    command.time_out = std::chrono::seconds(600);
    return firmware::run_process(command);
  }
  std::string program() const { return std::string("'") + BITSTILL_PROGRAM + "' "; }
  std::string artifact(const std::string& run) const { return sha256(read_file(path(run + "/student.tflite"))); }
};

TEST_F(ResumeTest, ASecondRunDoesNothingAndAChangedOneOnlyWhatDependsOnIt) {
  write("tiny.yaml", kTinyExperiment);
  ASSERT_EQ(bitstill({"run", "tiny.yaml"}).exit_code, 0);
  const auto written = std::filesystem::last_write_time(path("runs/tiny/student.tflite"));
  const auto again = bitstill({"run", "tiny.yaml"});
  ASSERT_EQ(again.exit_code, 0);
  for (const char* stage :
       {"teacher", "teacher_outputs", "student", "quantized", "artifact", "evaluation", "module", "proof", "report"}) {
    EXPECT_THAT(again.text, HasSubstr(std::string(stage) + ": done already")) << stage;
  }
  EXPECT_THAT(again.text, HasSubstr("host   every byte equal"));
  EXPECT_EQ(std::filesystem::last_write_time(path("runs/tiny/student.tflite")), written);

  const auto changed = bitstill({"run", "tiny.yaml", "--set", "quantization.training.epochs=3"});
  ASSERT_EQ(changed.exit_code, 0);
  EXPECT_THAT(changed.text, HasSubstr("student: done already"));
  EXPECT_THAT(changed.text, HasSubstr("quantized: done again, because what leads to it changed"));
  EXPECT_THAT(changed.text, HasSubstr("report: done again"));
}

TEST_F(ResumeTest, AfterCtrlCTheSameCommandGoesOn) {
  write("tiny.yaml", kTinyExperiment);
  const std::vector<std::string> distil{"distill", "tiny.yaml", "--set", "student.training.epochs=400"};
  const auto with = [&](const std::string& run) {
    std::vector<std::string> words = distil;
    words.insert(words.end(), {"--run", run});
    return words;
  };
  ASSERT_EQ(bitstill({"train", "tiny.yaml", "--run", "whole"}).exit_code, 0);
  ASSERT_EQ(bitstill({"train", "tiny.yaml", "--run", "stopped"}).exit_code, 0);
  ASSERT_EQ(bitstill(with("whole")).exit_code, 0);

  // The signal comes as soon as the first epochs are on file.
  const auto stopped = shell(program() +
                             "distill tiny.yaml --set student.training.epochs=400 --run stopped & pid=$!; "
                             "until grep -q '\"stage\":\"student\"' stopped/metrics.jsonl; do sleep 0.01; done; "
                             "kill -INT $pid; wait $pid");
  ASSERT_EQ(stopped.exit_code, 130) << stopped.text;
  EXPECT_THAT(stopped.text, HasSubstr("of 400 of the student; the same command goes on from there"));
  const auto rest = bitstill(with("stopped"));
  ASSERT_EQ(rest.exit_code, 0);
  EXPECT_THAT(rest.text, HasSubstr("student: goes on in epoch "));
  EXPECT_EQ(artifact("stopped"), artifact("whole"));
  EXPECT_FALSE(std::filesystem::exists(path("stopped/resume")));
}

TEST_F(ResumeTest, AFullDiskIsOneSentenceAndNothingHalfWritten) {
  write("tiny.yaml", kTinyExperiment);
  const auto full = shell("ulimit -f 5; " + program() + "train tiny.yaml");  // no file may grow beyond 2.5 or 5 KiB
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_THAT(full.text, HasSubstr("runs/tiny/teacher.pt: cannot be written"));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path("runs"))) {
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr(".tmp")));
    EXPECT_NE(entry.path().extension(), ".pt");
  }
  EXPECT_EQ(bitstill({"train", "tiny.yaml"}).exit_code, 0);
}

TEST_F(ResumeTest, AFullDiskWhileAStateIsKeptIsOneSentenceToo) {
  write("tiny.yaml", kTinyExperiment);
  const auto full = shell("ulimit -f 5; " + program() + "train tiny.yaml --save-every 0");
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_THAT(full.text, HasSubstr("runs/tiny/resume/teacher.pt: cannot be written"));
  EXPECT_EQ(bitstill({"train", "tiny.yaml"}).exit_code, 0);
}

TEST_F(ResumeTest, SeveralSeedsGiveMeanAndSpread) {
  write("tiny.yaml", kTinyExperiment + "seeds: 2\n");
  const auto run = bitstill({"run", "tiny.yaml"});
  ASSERT_EQ(run.exit_code, 0) << run.text;
  EXPECT_THAT(run.text, HasSubstr("== 2 seeds, rmse on 64 test samples"));
  EXPECT_THAT(run.text, HasSubstr("best on validation is seed "));
  EXPECT_NE(artifact("runs/tiny/seed_1"), artifact("runs/tiny/seed_2"));
  EXPECT_EQ(bitstill({"train", "tiny.yaml"}).exit_code, 2);
}

TEST_F(ResumeTest, CompareTrainsEveryRecipeAndTakesOverWhatTheyShare) {
  write("tiny.yaml", kTinyExperiment +
                         "variants: [{name: both}, {name: labels, set: [distillation.alpha=0]}, {name: soft, set: "
                         "[distillation.alpha=1]}]\n");
  const auto compared = bitstill({"compare", "tiny.yaml"});
  ASSERT_EQ(compared.exit_code, 0) << compared.text;
  EXPECT_THAT(compared.text, HasSubstr("none: distillation.alpha is 0"));
  EXPECT_THAT(compared.text, HasSubstr("teacher: taken over from runs/tiny/both"));
  EXPECT_THAT(compared.text, HasSubstr("\nsoft "));
  EXPECT_EQ(read_file(path("runs/tiny/both/teacher.pt")), read_file(path("runs/tiny/soft/teacher.pt")));
  EXPECT_TRUE(std::filesystem::exists(path("runs/tiny/comparison.json")));
}

}  // namespace
}  // namespace bitstill::tests
