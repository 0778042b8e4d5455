// The command `record`.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_record_command(CLI::App& app);

}  // namespace bitstill::firmware
