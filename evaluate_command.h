// `bitstill evaluate`: what ships, measured over a run's whole test split, over recordings, or over a long stream.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill {

void add_evaluate_command(CLI::App& app);

}  // namespace bitstill
