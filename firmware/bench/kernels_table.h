// The ESP32's own kernels beside the portable ones, the same models on the same emulated core, as tables for a README.
#pragma once

#include <string>
#include <vector>

#include "firmware/bench/comparison.h"

namespace bitstill::firmware {

// Two tables: models, with what TFLite Micro needs of both kinds where somebody counted, and their layers. Of those
// models that are among `modules` both as portable C++ and for the ESP32, and were measured there; nothing without any.
std::string kernels_table(const std::vector<ModuleCosts>& modules);

}  // namespace bitstill::firmware
