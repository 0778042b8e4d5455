// `bitstill compare CONFIG`: one experiment under several recipes, side by side.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill {

void add_compare_command(CLI::App& app);

}  // namespace bitstill
