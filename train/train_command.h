// `bitstill train CONFIG`: the teacher.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::train {

void add_train_command(CLI::App& app);

}  // namespace bitstill::train
