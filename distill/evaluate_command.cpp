#include "distill/evaluate_command.h"

#include <fmt/core.h>

#include <memory>

#include "distill/evaluate.h"
#include "train/run/experiment_options.h"

namespace bitstill::distill {

void add_evaluate_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "evaluate", "measure a run's student over the whole test set: float, fake-quantised, and int8 as it ships");
  struct Options {
    train::ExperimentOptions experiment;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  add_experiment_options(*command, options->experiment);
  command->add_flag("--json", options->json, "print JSON instead of a table");
  command->callback([options] {
    const auto run = open_run(options->experiment);
    if (!run) return;
    const Evaluation evaluation = evaluate_student(*run);
    fmt::print("{}", options->json ? evaluation.json().dump(2) + "\n" : evaluation.table());
  });
}

}  // namespace bitstill::distill
