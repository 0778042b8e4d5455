#include "evaluate_command.h"

#include <fmt/core.h>

#include <memory>

#include "distill/evaluate.h"
#include "firmware/listen/evaluate_options.h"
#include "train/run/experiment_options.h"

namespace bitstill {
namespace {

struct EvaluateOptions {
  train::ExperimentOptions experiment;
  firmware::EvaluateRecordingsOptions recordings;
};

void evaluate(const EvaluateOptions& options) {
  if (firmware::is_about_recordings(options.experiment.config, options.recordings)) {
    return firmware::evaluate_artifact(options.experiment.config, options.recordings);
  }
  const auto run = open_run(options.experiment);
  if (!run) return;
  const distill::Evaluation evaluation = distill::evaluate_student(*run);
  fmt::print("{}", options.recordings.json ? evaluation.json().dump(2) + "\n" : evaluation.table());
}

}  // namespace

void add_evaluate_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "evaluate",
      "measure a run's student over the whole test set: float, fake-quantised, and int8 as it ships; or an artifact "
      "(MODEL.tflite in the place of CONFIG) over recordings");
  auto options = std::make_shared<EvaluateOptions>();
  add_experiment_options(*command, options->experiment);
  add_recordings_options(*command, options->recordings);
  command->add_flag("--json", options->recordings.json, "print JSON instead of a table");
  command->callback([options] { evaluate(*options); });
}

}  // namespace bitstill
