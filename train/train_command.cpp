#include "train/train_command.h"

#include <fmt/core.h>

#include <memory>

#include "train/run/experiment_options.h"
#include "train/teacher.h"

namespace bitstill::train {

void add_train_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("train", "train the teacher of an experiment and write teacher.pt");
  auto options = std::make_shared<ExperimentOptions>();
  add_experiment_options(*command, *options);
  command->callback([options] {
    const auto experiment = open_experiment(*options);
    if (!experiment) return;
    const Score score = train_teacher(experiment->config, experiment->folder);
    write_config(*experiment);
    fmt::print("teacher: validation {}, written to {}\n", score.text(), experiment->folder.teacher().string());
  });
}

}  // namespace bitstill::train
