// Writes t<index>.bin for every tensor a person may want to look at, samples concatenated, in the order they come.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>

namespace bitstill::firmware {

class TensorDump {
 public:
  // Makes the folder. With an empty path every call does nothing.
  explicit TensorDump(std::filesystem::path folder);

  bool wanted() const { return !folder_.empty(); }

  // Appends to t<tensor>.bin, which starts empty. Throws Error where it cannot be written.
  void append(int tensor, std::span<const uint8_t> bytes);

 private:
  std::filesystem::path folder_;
  std::map<int, std::ofstream> files_;
};

}  // namespace bitstill::firmware
