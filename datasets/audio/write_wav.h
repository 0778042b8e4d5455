// 16-bit mono WAV files out.
#pragma once

#include <filesystem>
#include <span>

#include "datasets/audio/waveform.h"

namespace bitstill::datasets {

// Throws Error where the file cannot be written.
void write_wav(const std::filesystem::path& path, std::span<const int16_t> samples, int64_t rate);

}  // namespace bitstill::datasets
