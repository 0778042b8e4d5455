// `bitstill verify`.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_verify_command(CLI::App& app);

}  // namespace bitstill::firmware
