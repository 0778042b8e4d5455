// Reads an int8 .tflite file into the integer graph. The file is treated as hostile: nothing is used unchecked.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "codegen/graph/graph.h"

namespace bitstill::codegen::tflite {

// `file` names the artifact in messages. Throws Error in one sentence for anything that is not a valid int8 model of
// operators bitstill has.
Graph read_model(std::span<const uint8_t> bytes, const std::string& file);

}  // namespace bitstill::codegen::tflite
