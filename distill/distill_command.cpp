#include "distill/distill_command.h"

#include <fmt/core.h>

#include <memory>

#include "distill/student.h"
#include "train/run/experiment_options.h"

namespace bitstill::distill {

void add_distill_command(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("distill", "train the student on the run's teacher, quantise it and write student.tflite");
  auto options = std::make_shared<train::ExperimentOptions>();
  add_experiment_options(*command, *options);
  command->callback([options] {
    const auto run = open_run(*options);
    if (!run) return;
    const StudentResult result = distill_student(*run);
    fmt::print("student: validation {} float, {} on int8 grids, written to {}\n", result.float_student.text(),
               result.fake_quant.text(), run->folder().artifact().string());
  });
}

}  // namespace bitstill::distill
