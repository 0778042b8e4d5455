// `bitstill models`: the presets with their sizes, and whether each fits the board.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace bitstill::train {

void add_models_command(CLI::App& app);

// What the command prints: a table, or one JSON object per preset in a list. Sizes are computed from the plans; no
// weights exist.
std::string models_table();
std::string models_json();

}  // namespace bitstill::train
