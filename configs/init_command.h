// `bitstill init [PATH]`: a starter config in which every key is explained.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "configs/schema/experiment.h"

namespace bitstill::configs {

void add_init_command(CLI::App& app);

// What the command writes: `example` is sine or images, `name` the experiment's.
std::string starter_config(const std::string& example, const std::string& name);

}  // namespace bitstill::configs
