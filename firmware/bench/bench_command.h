// `bitstill bench`: a module's costs on every emulated target, as a table or as JSON.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_bench_command(CLI::App& app);

}  // namespace bitstill::firmware
