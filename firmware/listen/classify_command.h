// `bitstill classify MODEL.tflite a.wav ...`: what a model hears in recordings.
#pragma once

#include <CLI/CLI.hpp>

namespace bitstill::firmware {

void add_classify_command(CLI::App& app);

}  // namespace bitstill::firmware
