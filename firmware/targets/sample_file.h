// A file of samples one after the other, all of the same size, read one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace bitstill::firmware {

class SampleFile {
 public:
  // Throws Error where the file is missing, is empty or holds no whole number of samples.
  SampleFile(std::filesystem::path path, int64_t sample_bytes);

  int64_t samples() const { return samples_; }
  const std::filesystem::path& path() const { return path_; }

  // The next sample's bytes, valid until the next call. Throws Error at the end of the file.
  std::span<const uint8_t> next();

 private:
  std::filesystem::path path_;
  std::ifstream stream_;
  std::vector<uint8_t> sample_;
  int64_t samples_ = 0;
};

// Writes the first `samples` samples of a file to another.
void copy_samples(SampleFile from, int64_t samples, const std::filesystem::path& to);

}  // namespace bitstill::firmware
