// The command `flash`.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_flash_command(CLI::App& app);

}  // namespace bitstill::firmware
