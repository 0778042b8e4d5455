// `bitstill report`: what a run came to, as one HTML page.
#pragma once

#include <CLI/CLI.hpp>

#include "train/run/experiment_options.h"

namespace bitstill {

// Measures the run's student and its module and writes report.html into the run folder. What is not there (a module, an
// emulator) is left out of the page, which says so. Throws Error where the student is missing or stale.
void make_report(const train::Experiment& experiment);

void add_report_command(CLI::App& app);

}  // namespace bitstill
