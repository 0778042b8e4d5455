// The command `monitor`.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_monitor_command(CLI::App& app);

}  // namespace bitstill::firmware
