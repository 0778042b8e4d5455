// `bitstill infer`: raw int8 tensors through a model, on the reference executor or on a target.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_infer_command(CLI::App& app);

}  // namespace bitstill::firmware
