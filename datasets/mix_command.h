// bitstill mix CONFIG -o long.wav: minutes of sound with the test words of a dataset of recordings at known times.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::datasets {

void add_mix_command(CLI::App& app);

}  // namespace bitstill::datasets
