// `bitstill evaluate CONFIG`: what ships, measured over the whole test split.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::distill {

void add_evaluate_command(CLI::App& app);

}  // namespace bitstill::distill
