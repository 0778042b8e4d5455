// A run killed at any moment goes on and ends with the same bytes: kill -9 at seeded random moments of every stage.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "configs/schema/describe.h"
#include "configs/support/files.h"
#include "distill/student.h"
#include "pipeline.h"
#include "tests/environment.h"
#include "train/teacher.h"

namespace bitstill {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr int64_t kKillsPerStage = 6;    // BITSTILL_KILLS=20 for more
constexpr microseconds kStart{100'000};  // a run is under way for about so long before its first stage that is not done

// Stages long enough to be hit, with everything in them that carries state from step to step.
constexpr const char* kConfig = R"(
name: killed
threads: 1
dataset: {kind: function, function: sine, counts: {train: 512, validation: 64, test: 64}}
teacher:
  copies: 2
  layers: [{dense: {units: 16}}, batch_norm, relu, {dropout: {rate: 0.2}}, {dense: {units: 1}}]
  training: {epochs: 12, batch_size: 16, clip_norm: 1}
student:
  layers: [{dense: {units: 8}}, relu, {dense: {units: 1}}]
  training: {epochs: 12, batch_size: 16, mixup: 0.2, weight_average: 0.9}
quantization: {frozen_epochs: 2, training: {epochs: 8, batch_size: 16, optimizer: {kind: adamw, weight_decay: 0.001}}}
module: {check_vectors: 4}
)";

class Kill : public testing::Test {
 protected:
  void SetUp() override {
    write_file(folder_.path() / "killed.yaml", std::string_view(kConfig));
    experiment_.config = configs::read_experiment(folder_.path() / "killed.yaml");
    experiment_.options.save_seconds = 0;
    // A machine without emulators: proving on the host is a stage as good as any, and much shorter.
    fs::create_directories(tools());
    for (const char* tool : {"g++", "c++", "cc", "gcc", "as", "ld", "sh", "env"}) {
      fs::create_symlink(fs::path("/usr/bin") / tool, tools() / tool);
    }
    ::setenv("PATH", tools().c_str(), 1);
    ::setenv("BITSTILL_ESP32_TOOLCHAIN", tools().c_str(), 1);
  }

  // The pipeline, or only its training, in a process of its own, so that it can be killed and LibTorch never starts a
  // thread in this one.
  enum class Part { kTraining, kAll };
  pid_t start(const fs::path& run, Part part = Part::kAll) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::setpgid(0, 0);
    std::freopen(log().c_str(), "w", stdout);
    std::freopen(log().c_str(), "w", stderr);
    train::Experiment experiment = experiment_;
    experiment.folder.root = run;
    int code = 3;
    try {
      if (part == Part::kTraining) {
        const auto at_work = train::open_run(experiment);
        train::train_teacher(*at_work);
        distill::distill_student(*at_work);
        code = 0;
      } else {
        code = run_pipeline(experiment).equal ? 0 : 1;
      }
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      code = 2;
    }
    std::fflush(stderr);
    std::_Exit(code);
  }

  fs::path tools() const { return folder_.path() / "tools"; }
  std::string log() const { return (folder_.path() / "log").string(); }

  static int finish(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  // Kills the run and all that it started after so long; false where it ended before.
  bool killed(const fs::path& run, Part part, microseconds after) const {
    const pid_t child = start(run, part);
    std::this_thread::sleep_for(after);
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
    return finish(child) == -SIGKILL;
  }

  static std::vector<std::string> stages_done(const fs::path& run) {
    std::vector<std::string> names;
    if (!fs::exists(run / "stages.json")) return names;
    const auto stages = nlohmann::ordered_json::parse(read_text(run / "stages.json"), nullptr, false);
    for (const auto& [name, entry] : stages.items()) names.push_back(name);
    return names;
  }

  // A short stage may be done before its predecessor was seen: the copy forgets it.
  static void keep_stages(const fs::path& run, size_t count) {
    const auto stages = nlohmann::ordered_json::parse(read_text(run / "stages.json"));
    nlohmann::ordered_json kept = nlohmann::ordered_json::object();
    for (const auto& [name, entry] : stages.items()) {
      if (kept.size() < count) kept[name] = entry;
    }
    write_file(run / "stages.json", std::string_view(kept.dump(2)));
  }

  // A finished run, with a copy of its folder as it was whenever a stage had just been done, and how long each took.
  struct Step {
    std::string stage;
    fs::path before;
    microseconds duration{0};
  };
  std::vector<Step> reference(const fs::path& run) {
    std::vector<Step> steps;
    const pid_t child = start(run);
    fs::path before = folder_.path() / "before_0";
    fs::create_directories(before);
    auto begin = Clock::now();
    int status = 0;
    bool running = true;
    while (running) {
      running = ::waitpid(child, &status, WNOHANG) == 0;
      const auto done = stages_done(run);
      if (done.size() > steps.size()) {
        const auto now = Clock::now();
        ::kill(child, SIGSTOP);
        steps.push_back({done[steps.size()], before, std::chrono::duration_cast<microseconds>(now - begin)});
        before = folder_.path() / ("before_" + std::to_string(steps.size()));
        fs::copy(run, before, fs::copy_options::recursive);
        keep_stages(before, steps.size());
        ::kill(child, SIGCONT);
        begin = Clock::now();
      }
      std::this_thread::sleep_for(microseconds(200));
    }
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return steps;
  }

  TemporaryFolder folder_;
  train::Experiment experiment_;
};

TEST_F(Kill, AtRandomMomentsOfEveryStageLeavesTheSameBytes) {
  const fs::path whole = folder_.path() / "whole";
  const std::vector<Step> steps = reference(whole);
  std::vector<std::string> names;
  for (const Step& step : steps) names.push_back(step.stage);
  ASSERT_EQ(names, (std::vector<std::string>{"teacher_1", "teacher_2", "teacher_outputs", "student", "quantized",
                                             "artifact", "evaluation", "module", "proof", "report"}));
  const auto artifact = read_file(whole / "student.tflite");
  const auto metrics = read_text(whole / "metrics.jsonl");

  const int64_t wanted = tests::number_from_environment("BITSTILL_KILLS", kKillsPerStage);
  std::mt19937_64 random(20);
  for (const Step& step : steps) {
    const bool after_training =
        step.stage == "evaluation" || step.stage == "module" || step.stage == "proof" || step.stage == "report";
    const Part part = after_training ? Part::kAll : Part::kTraining;
    int64_t kills = 0;
    for (int attempt = 0; kills < wanted && attempt < 20 * wanted; ++attempt) {
      const fs::path run = folder_.path() / "run";
      fs::remove_all(run);
      fs::copy(step.before, run, fs::copy_options::recursive);
      std::uniform_int_distribution<int64_t> moment(0, step.duration.count() + kStart.count());
      if (!killed(run, part, microseconds(moment(random)))) continue;
      const auto done = stages_done(run);
      if (std::ranges::find(done, step.stage) != done.end()) continue;
      ++kills;
      ASSERT_EQ(finish(start(run, part)), 0) << step.stage << ", kill " << kills << "\n" << read_text(log());
      ASSERT_EQ(read_file(run / "student.tflite"), artifact) << step.stage << ", kill " << kills;
      ASSERT_EQ(read_text(run / "metrics.jsonl"), metrics) << step.stage << ", kill " << kills;
      if (part == Part::kTraining) continue;
      ASSERT_EQ(train::content_hash(run / "generated"), train::content_hash(whole / "generated")) << kills;
    }
    EXPECT_EQ(kills, wanted) << step.stage;
  }
}

}  // namespace
}  // namespace bitstill
