#include "firmware/targets/sample_file.h"

#include <fmt/format.h>

#include "configs/support/error.h"

namespace bitstill::firmware {

SampleFile::SampleFile(std::filesystem::path path, int64_t sample_bytes)
    : path_(std::move(path)), stream_(path_, std::ios::binary) {
  std::error_code problem;
  const auto bytes = static_cast<int64_t>(std::filesystem::file_size(path_, problem));
  if (problem || !stream_)
    throw Error(fmt::format("{}: cannot be read; give a file of raw int8 samples", path_.string()));
  samples_ = sample_bytes == 0 ? 0 : bytes / sample_bytes;
  if (samples_ == 0 || bytes % sample_bytes != 0) {
    throw Error(fmt::format("{}: holds {} bytes, which is not a whole number of samples of {} bytes", path_.string(),
                            bytes, sample_bytes));
  }
  sample_.resize(static_cast<size_t>(sample_bytes));
}

std::span<const uint8_t> SampleFile::next() {
  stream_.read(reinterpret_cast<char*>(sample_.data()), static_cast<std::streamsize>(sample_.size()));
  if (!stream_) throw Error(fmt::format("{}: became shorter while it was read; try again", path_.string()));
  return sample_;
}

void copy_samples(SampleFile from, int64_t samples, const std::filesystem::path& to) {
  std::ofstream stream(to, std::ios::binary);
  for (int64_t i = 0; i < samples; ++i) {
    const auto sample = from.next();
    stream.write(reinterpret_cast<const char*>(sample.data()), static_cast<std::streamsize>(sample.size()));
  }
  stream.close();
  if (!stream) throw Error(fmt::format("{}: cannot be written; is the disk full?", to.string()));
}

}  // namespace bitstill::firmware
