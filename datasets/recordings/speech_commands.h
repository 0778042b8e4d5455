// How Speech Commands (Warden 2018, arXiv:1804.03209) names speakers and deals recordings out to its splits.
#pragma once

#include <filesystem>
#include <string>

#include "datasets/recordings/recording.h"

namespace bitstill::datasets {

// A name per line, from the dataset's folder on; what is in neither is for training.
constexpr const char* kValidationList = "validation_list.txt";
constexpr const char* kTestList = "testing_list.txt";
constexpr const char* kSplitLists[] = {kValidationList, kTestList};

// "0a7c2a8d" of "bed/0a7c2a8d_nohash_0.wav"; empty where the name has no "_nohash_".
std::string speaker_of_speech_command(const std::filesystem::path& path);

// The dataset's own which_set(): SHA-1 of the name up to "_nohash_", so that a speaker's recordings stay together and
// stay where they are when others are added.
Split which_set(const std::filesystem::path& path, double validation_fraction, double test_fraction);

}  // namespace bitstill::datasets
