#include "train/train_command.h"

#include <fmt/core.h>

#include <memory>

#include "train/run/experiment_options.h"
#include "train/teacher.h"

namespace bitstill::train {

void add_train_command(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("train", "train the teacher of an experiment, or go on where that was interrupted");
  auto options = std::make_shared<ExperimentOptions>();
  add_experiment_options(*command, *options);
  command->callback([options] {
    const auto run = open_run(*options);
    if (!run) return;
    const Score score = train_teacher(*run);
    fmt::print("teacher: validation {}, kept in {}\n", score.text(), run->folder().root.string());
  });
}

}  // namespace bitstill::train
