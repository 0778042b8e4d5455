// The files that a config names, for stages that care about what is in them and not about where they are.
#pragma once

#include <string>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::configs {

struct NamedPath {
  std::string key;   // "train_images"
  std::string path;  // never empty
};

// In the order of the declarations.
std::vector<NamedPath> paths_of(const DatasetConfig& config);
// The folders, in the same order.
std::vector<NamedPath> folders_of(const DatasetConfig& config);

// The same config with every path, of a file or a folder, empty.
DatasetConfig without_paths(const DatasetConfig& config);

}  // namespace bitstill::configs
