#include "datasets/audio/write_wav.h"

#include <fmt/format.h>
#include <sndfile.h>

#include "configs/support/error.h"

namespace bitstill::datasets {

void write_wav(const std::filesystem::path& path, std::span<const int16_t> samples, int64_t rate) {
  SF_INFO info{};
  info.samplerate = static_cast<int>(rate);
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  const auto count = static_cast<sf_count_t>(samples.size());
  const bool written = file != nullptr && sf_write_short(file, samples.data(), count) == count;
  const bool closed = file != nullptr && sf_close(file) == 0;
  if (!written || !closed) {
    throw Error(fmt::format("{}: cannot be written ({}), expected a folder that exists with room for {} bytes",
                            path.string(), sf_strerror(nullptr), 2 * count));
  }
}

}  // namespace bitstill::datasets
