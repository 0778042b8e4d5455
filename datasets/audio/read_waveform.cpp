#include "datasets/audio/read_waveform.h"

#include <fmt/format.h>
#include <sndfile.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <memory>
#include <regex>
#include <string>
#include <system_error>

#include "configs/support/error.h"
#include "datasets/audio/levels.h"
#include "datasets/audio/resample.h"

namespace bitstill::datasets {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using File = std::unique_ptr<SNDFILE, CloseFile>;

[[noreturn]] void fail(const fs::path& path, const std::string& sentence) {
  throw Error(path.string() + ": " + sentence);
}

File open_file(const fs::path& path, SF_INFO& info) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) fail(path, "is no file, expected a recording in WAV or FLAC");
  if (::access(path.c_str(), R_OK) != 0) {
    const std::string reason = std::generic_category().message(errno);
    fail(path, fmt::format("cannot be read ({}), expected a recording in WAV or FLAC", reason));
  }
  if (fs::file_size(path, error) == 0) fail(path, "is empty, expected a recording in WAV or FLAC");
  File file(sf_open(path.c_str(), SFM_READ, &info));
  const int format = info.format & SF_FORMAT_TYPEMASK;
  const bool known =
      format == SF_FORMAT_WAV || format == SF_FORMAT_WAVEX || format == SF_FORMAT_RF64 || format == SF_FORMAT_FLAC;
  if (file == nullptr || !known) {
    fail(path, fmt::format("is no WAV or FLAC recording ({}), expected one; convert it, or leave it out",
                           file == nullptr ? sf_strerror(nullptr) : "another format"));
  }
  return file;
}

// libsndfile reads what there is; only its log says that the header had promised more: "data : 32000 (should be
// 19956)".
void refuse_truncated(const fs::path& path, SNDFILE* file) {
  std::array<char, 16384> log{};
  sf_command(file, SFC_GET_LOG_INFO, log.data(), static_cast<int>(log.size()));
  static const std::regex kShorter(R"((?:^|\n)data : (\d+) \(should be (\d+)\))");
  std::cmatch match;
  if (!std::regex_search(log.data(), match, kShorter)) return;
  const double promised = std::stod(match[1]);
  const double found = std::stod(match[2]);
  constexpr double kWrittenAsAStream = 0x7fffff00;  // the size was not known yet
  if (promised <= found || promised >= kWrittenAsAStream) return;
  fail(path,
       fmt::format("is truncated: its header promises {:.0f} bytes of samples and {:.0f} follow, expected a whole "
                   "recording; copy it again, or leave it out",
                   promised, found));
}

}  // namespace

Waveform read_waveform(const fs::path& path, int64_t longest_seconds) {
  SF_INFO info{};
  const File file = open_file(path, info);
  refuse_truncated(path, file.get());
  if (info.samplerate < 1000 || info.samplerate > 384000) {
    fail(path, fmt::format("has {} samples a second, expected 1,000 to 384,000", info.samplerate));
  }
  if (info.channels < 1 || info.channels > 64) {
    fail(path, fmt::format("has {} channels, expected 1 to 64", info.channels));
  }
  if (info.frames == 0) fail(path, "holds no samples, expected a recording; leave it out");
  if (info.frames > longest_seconds * info.samplerate) {
    fail(path, fmt::format("lasts longer than {} minutes, expected a shorter recording; cut it", longest_seconds / 60));
  }

  const auto channels = static_cast<size_t>(info.channels);
  const auto frames = static_cast<size_t>(info.frames);
  Waveform waveform{info.samplerate, std::vector<float>(frames)};
  constexpr size_t kFramesAtOnce = 1 << 14;
  std::vector<float> piece(kFramesAtOnce * channels);
  for (size_t done = 0; done < frames;) {
    const sf_count_t wanted = static_cast<sf_count_t>(std::min(kFramesAtOnce, frames - done));
    const sf_count_t got = sf_readf_float(file.get(), piece.data(), wanted);
    if (got < 1) {
      fail(path, fmt::format("is truncated or damaged: {} of {} samples can be read, expected a whole recording; copy "
                             "it again, or leave it out",
                             done, frames));
    }
    for (size_t i = 0; i < static_cast<size_t>(got); ++i) {
      float sum = 0;
      for (size_t channel = 0; channel < channels; ++channel) sum += piece[i * channels + channel];
      const float mean = sum / static_cast<float>(channels);
      if (!std::isfinite(mean)) {
        fail(path,
             fmt::format("sample {} is no finite number, expected samples from -1 to 1; export it again", done + i));
      }
      waveform.samples[done + i] = mean;
    }
    done += static_cast<size_t>(got);
  }
  return waveform;
}

Pcm read_pcm(const fs::path& path, int64_t rate, int64_t longest_seconds) {
  const Waveform waveform = read_waveform(path, longest_seconds);
  return to_pcm(resample(waveform.samples, static_cast<double>(rate) / static_cast<double>(waveform.rate)));
}

}  // namespace bitstill::datasets
