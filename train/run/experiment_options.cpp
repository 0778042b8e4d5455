#include "train/run/experiment_options.h"

#include <fmt/format.h>

#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::train {

void add_experiment_options(CLI::App& command, ExperimentOptions& options) {
  command
      .add_option("CONFIG", options.config,
                  "the experiment: a YAML file (bitstill init writes one), or the folder of a run")
      ->required();
  command.add_option("--run", options.run, "folder of the run; default runs/<name>, name from the config");
  command.add_option("--set", options.overrides, "overrides one value of the config: dataset.function=cosine")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  command.add_flag("--fresh", options.options.fresh, "do every stage again, whatever the run folder holds");
  command
      .add_option("--save-every", options.options.save_seconds,
                  "seconds between two saves of a training under way, from which it goes on after an interruption")
      ->capture_default_str()
      ->type_name("SECONDS")
      ->check(CLI::Range(0.0, 1e9));
  command.add_flag("--dry-run", options.dry_run, "only print the config with every default filled in");
}

std::optional<Experiment> open_experiment(const ExperimentOptions& options) {
  const std::filesystem::path given(options.config);
  const bool is_run = std::filesystem::exists(RunFolder{given}.config());
  Experiment experiment{
      configs::read_experiment(is_run ? RunFolder{given}.config().string() : options.config, options.overrides),
      {},
      options.options};
  if (options.dry_run) {
    fmt::print("{}", configs::print_experiment(experiment.config));
    return std::nullopt;
  }
  const std::filesystem::path own = is_run ? given : std::filesystem::path("runs") / experiment.config.name;
  experiment.folder.root = options.run.empty() ? own : std::filesystem::path(options.run);
  return experiment;
}

std::unique_ptr<Run> open_run(const Experiment& experiment) {
  if (experiment.config.seeds > 1) {
    throw Error(fmt::format("{}: seeds is {}, a single stage is done for one: add --set seeds=1, or use `bitstill run`",
                            experiment.config.place.file, experiment.config.seeds));
  }
  if (experiment.config.student.searched) {
    throw Error(
        fmt::format("{}: the student is to be searched for, which `bitstill run` does; single stages take the "
                    "folder of such a run instead of the config",
                    experiment.config.search.place.text()));
  }
  auto run = std::make_unique<Run>(experiment.config, experiment.folder, experiment.options);
  write_file(experiment.folder.config(), std::string_view(configs::print_experiment(experiment.config)));
  return run;
}

std::unique_ptr<Run> open_run(const ExperimentOptions& options) {
  const auto experiment = open_experiment(options);
  return experiment ? open_run(*experiment) : nullptr;
}

}  // namespace bitstill::train
