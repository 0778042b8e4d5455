// A model that a test can know by heart: it tells low tones from high ones, by the bands of a small front-end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "datasets/features/parameters.h"

namespace bitstill::tests {

constexpr int kPitchRate = 16000;
constexpr int kPitchClipSamples = 1600;  // 100 ms

// Six bands up to 4 kHz, of windows of 16 ms every 10 ms.
features::Parameters pitch_front_end();

// One dense layer and a softmax; a third class, which it never hears, where `third` names one. Without any labels in
// its metadata where `labelled` is false.
// Its detector wants 0.8 of "low" and of "high", three inferences in a row, 30 ms apart, and pauses for 300 ms then.
std::vector<uint8_t> pitch_artifact(const std::string& third = "", bool labelled = true);

// `samples` of a sine at amplitude 0.5, written as 16-bit mono.
void write_tone(const std::filesystem::path& path, double hertz, int64_t samples = kPitchClipSamples,
                int rate = kPitchRate);

}  // namespace bitstill::tests
