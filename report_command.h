// `bitstill report`: what a run came to, as one HTML page.
#pragma once

#include <CLI/CLI.hpp>

#include "train/run/experiment_options.h"

namespace bitstill {

// The last stage of a run: measures the student and its module and writes report.html, unless that is done from this
// recipe. What is not there (a module, an
// emulator) is left out of the page, which says so. Throws Error where the student is missing or stale.
void make_report(train::Run& run, const std::string& recipe);

void add_report_command(CLI::App& app);

}  // namespace bitstill
