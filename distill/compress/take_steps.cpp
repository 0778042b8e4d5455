#include "distill/compress/take_steps.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "configs/schema/choices.h"
#include "configs/support/error.h"
#include "distill/compress/step.h"
#include "distill/lesson.h"
#include "train/run/steps.h"

namespace bitstill::distill {
namespace {

using configs::CompressConfig;
using train::NetworkPlan;
using train::Run;

// Every kind of step; its word and its keys stand in configs/schema.
struct Kind {
  std::string_view word;
  Prepared (*prepare)(CompressedStudent&, const CompressConfig&, Run&);
  void (*check)(const NetworkPlan&, const CompressConfig&);
};

void check_layers(const NetworkPlan& plan, const CompressConfig& step) { chosen_layers(plan, step); }

constexpr std::array<Kind, configs::kCompressions.size()> kKinds{{
    {"prune", prepare_prune, check_layers},
    {"prune_channels", prepare_prune_channels, check_prune_channels},
    {"prune_blocks", prepare_prune_blocks, check_prune_blocks},
    {"cluster", prepare_cluster, check_layers},
}};

const Kind& kind_of(const CompressConfig& step) {
  const auto found = std::ranges::find(kKinds, step.kind, &Kind::word);
  if (found != kKinds.end()) return *found;
  throw Error(fmt::format("{}: step '{}' is unknown; give it a row in distill/compress/take_steps.cpp",
                          step.place.text(), step.kind));
}

train::Score take_step(Run& run, size_t index) {
  const configs::ExperimentConfig& config = run.config();
  const CompressConfig step = train::compression_steps(config).at(index);
  const std::string name = step_name(config, index);
  CompressedStudent student = load_compressed(run, index);
  const int64_t seed = train::seed_stage(config, train::Stage::kCompress, static_cast<int64_t>(index));
  const Prepared prepared = kind_of(step).prepare(student, step, run);
  const train::ThreadsFor threads(config, student.network->plan());
  student.network->to(run.bench().device);
  train::HeldWeights held(student.network->weight_parameters(), student.ties, prepared.pruning);

  train::FitTask task = run.fit_task(name, run.recipes().compressed[index], step.training);
  task.seed = seed;
  task.first_candidate_epoch = prepared.first_candidate_epoch;
  task.constraint = &held;
  const train::Score score =
      Lesson(run, step.teacher ? config.distillation.alpha : 0).teach(*student.network, task, run);
  student.network->to(torch::kCPU);
  save_compressed(run, index + 1, student);
  spdlog::info("{}: validation {}", name, score.text());
  return score;
}

}  // namespace

std::vector<size_t> chosen_layers(const NetworkPlan& plan, const CompressConfig& step) {
  std::vector<std::string> names;
  for (const train::Block& block : plan.blocks) {
    if (block.has_weights()) names.push_back(block.name);
  }
  std::vector<size_t> chosen;
  for (const std::string& name : step.layers) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      throw Error(fmt::format("{}: layers has '{}', which is no layer with weights of the student, expected one of {}",
                              step.place.text(), name, fmt::join(names, ", ")));
    }
    chosen.push_back(static_cast<size_t>(found - names.begin()));
  }
  for (size_t i = 0; step.layers.empty() && i < names.size(); ++i) chosen.push_back(i);
  return chosen;
}

std::string step_name(const configs::ExperimentConfig& config, size_t index) {
  return fmt::format("step_{}_{}", index + 1, train::compression_steps(config).at(index).kind);
}

void check_steps(Run& run) {
  for (const CompressConfig& step : run.config().compress) kind_of(step).check(run.bench().student_plan, step);
}

std::vector<train::Score> take_steps(Run& run) {
  std::vector<train::Score> scores;
  for (size_t i = 0; i < run.recipes().compressed.size(); ++i) {
    const train::StageTask task{
        step_name(run.config(), i), run.recipes().compressed[i], {run.folder().compressed(i + 1).filename()}};
    scores.push_back(train::Score::from(run.stage(task, [&] { return take_step(run, i).json(); })));
  }
  return scores;
}

}  // namespace bitstill::distill
