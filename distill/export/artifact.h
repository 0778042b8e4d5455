// The quantised student as a standard int8 .tflite file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "distill/quantize/integer_network.h"

namespace bitstill::distill {

// Input tensor "input" of shape [1, input shape...], output tensor "output"; layers carry their names of the plan.
// `metadata` becomes the entry "bitstill". The same network and metadata give the same bytes.
std::vector<uint8_t> write_artifact(const IntegerNetwork& network, const std::string& metadata);

}  // namespace bitstill::distill
