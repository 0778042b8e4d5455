// Gives an artifact that came from elsewhere what it lacks to be listened with: front-end, detection, labels.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bitstill::codegen::tflite {

// The same model with entry "bitstill" of its metadata set to `text`. Only what bitstill reads of a file is kept.
// Throws Error, naming `file`, where bitstill cannot read it.
std::vector<uint8_t> with_metadata(std::span<const uint8_t> artifact, const std::string& file, const std::string& text);

}  // namespace bitstill::codegen::tflite
