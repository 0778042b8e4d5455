// One recording of a dataset before it is read: where it is, what is said, by whom, and in which split it stands.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "datasets/dataset.h"

namespace bitstill::datasets {

constexpr const char* kSplitNames[] = {"train", "validation", "test"};

struct Recording {
  std::filesystem::path path;
  std::string name;  // from the dataset's folder on: "bed/0a7c2a8d_nohash_0.wav"
  std::string label;
  std::string speaker;         // empty where nobody knows
  std::optional<Split> split;  // empty until somebody says
};
using Recordings = std::vector<Recording>;

}  // namespace bitstill::datasets
