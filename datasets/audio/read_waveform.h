// WAV and FLAC files in, of any rate, depth and number of channels.
#pragma once

#include <filesystem>

#include "datasets/audio/waveform.h"

namespace bitstill::datasets {

constexpr int64_t kLongestRecordingSeconds = 30 * 60;

// Channels are averaged. Throws Error in one sentence with the path for a file that is not there, empty, truncated, no
// WAV or FLAC, of a rate outside 1 to 384 kHz, of more than 64 channels, longer than `longest_seconds` or with
// samples that are no finite numbers.
Waveform read_waveform(const std::filesystem::path& path, int64_t longest_seconds = kLongestRecordingSeconds);

// As 16-bit samples at `rate`, resampled where the file has another.
Pcm read_pcm(const std::filesystem::path& path, int64_t rate, int64_t longest_seconds = kLongestRecordingSeconds);

}  // namespace bitstill::datasets
