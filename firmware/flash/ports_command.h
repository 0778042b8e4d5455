// The command `ports`.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_ports_command(CLI::App& app);

}  // namespace bitstill::firmware
