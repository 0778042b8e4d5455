// `bitstill generate` and `bitstill inspect`.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::codegen {

void add_generate_command(CLI::App& app);
void add_inspect_command(CLI::App& app);

}  // namespace bitstill::codegen
