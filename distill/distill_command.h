// `bitstill distill CONFIG`: from the trained teacher to student.tflite.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::distill {

void add_distill_command(CLI::App& app);

}  // namespace bitstill::distill
