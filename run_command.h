// `bitstill run`: the whole path from one YAML file to a proven module.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill {

void add_run_command(CLI::App& app);

}  // namespace bitstill
