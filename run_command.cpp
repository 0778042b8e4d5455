#include "run_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "pipeline.h"
#include "statistics.h"

namespace bitstill {
namespace {

void print_results(const train::RunFolder& folder) {
  fmt::print("\nresults   {}\nreport    {}\nartifact  {}\nmodule    {}\n", folder.summary().string(),
             folder.report().string(), folder.artifact().string(), folder.module().string());
}

// Over the seeds, and which of them a person would ship: the best on validation, never on the test set.
void print_seeds(const train::Experiment& experiment, const std::vector<Outcome>& outcomes) {
  const Errors errors = errors_of(outcomes);
  const auto print = [&](const char* name, const std::vector<double>& numbers) {
    fmt::print("{:<22} {:>20}\n", name, text(numbers, errors.classification));
  };
  fmt::print("\n== {} seeds, {} on {} test samples\n", outcomes.size(), errors.classification ? "error" : "rmse",
             outcomes.front().test.samples);
  if (!errors.teacher.empty()) print("teacher, float", errors.teacher);
  print("student, float", errors.float_student);
  print("student, fake-quant", errors.fake_quant);
  print("student, int8", errors.int8);

  const auto better = [](const Outcome& one, const Outcome& other) {
    return other.fake_quant_validation.better_than(one.fake_quant_validation);
  };
  const Outcome& best = *std::ranges::max_element(outcomes, better);
  nlohmann::ordered_json summary = json(errors);
  summary["best_seed"] = best.seed;
  write_file(experiment.folder.summary(), summary.dump(2) + "\n");
  fmt::print("\nbest on validation is seed {}\n", best.seed);
  print_results(best.folder);
}

void run(const train::Experiment& experiment) {
  const std::vector<Outcome> outcomes = run_seeds(experiment);
  if (outcomes.size() == 1) {
    print_results(outcomes.front().folder);
  } else {
    print_seeds(experiment, outcomes);
  }
  std::fflush(stdout);
  if (!std::ranges::all_of(outcomes, &Outcome::equal)) throw CLI::RuntimeError(kExitCheckFailed);
}

}  // namespace

void add_run_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("run",
                                         "the whole path: train, distil, quantise, export, evaluate, generate, prove; "
                                         "what is done already is not repeated");
  auto options = std::make_shared<train::ExperimentOptions>();
  train::add_experiment_options(*command, *options);
  command->callback([options] {
    const auto experiment = train::open_experiment(*options);
    if (experiment) run(*experiment);
  });
}

}  // namespace bitstill
