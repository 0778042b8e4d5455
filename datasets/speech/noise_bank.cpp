#include "datasets/speech/noise_bank.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "configs/support/error.h"
#include "datasets/audio/read_waveform.h"
#include "datasets/recordings/find_files.h"
#include "datasets/recordings/recording.h"
#include "datasets/split_groups.h"

namespace bitstill::datasets {
namespace {

using Tracks = std::array<std::vector<Pcm>, 3>;

std::vector<Pcm>& of(Tracks& tracks, Split split) { return tracks[static_cast<size_t>(split)]; }

void cut_by_time(Tracks& tracks, const Pcm& file, const configs::NoiseConfig& config, int64_t clip_samples) {
  const auto size = static_cast<double>(file.size());
  const auto validation =
      file.begin() + static_cast<std::ptrdiff_t>(size * (1 - config.validation_fraction - config.test_fraction));
  const auto test = file.begin() + static_cast<std::ptrdiff_t>(size * (1 - config.test_fraction));
  const auto add = [&](Split split, Pcm::const_iterator begin, Pcm::const_iterator end) {
    if (end - begin >= clip_samples) of(tracks, split).emplace_back(begin, end);
  };
  add(Split::kTrain, file.begin(), validation);
  add(Split::kValidation, validation, test);
  add(Split::kTest, test, file.end());
}

void deal_out_files(Tracks& tracks, std::vector<Pcm>&& files, const configs::NoiseConfig& config, int64_t seed) {
  std::vector<int64_t> each_alone(files.size());
  std::iota(each_alone.begin(), each_alone.end(), int64_t{0});
  const SplitIndices indices = split_groups(each_alone, {.group_count = static_cast<int64_t>(files.size()),
                                                         .validation_fraction = config.validation_fraction,
                                                         .test_fraction = config.test_fraction,
                                                         .seed = seed});
  const auto put = [&](const std::vector<int64_t>& chosen, Split split) {
    for (const int64_t index : chosen) of(tracks, split).push_back(std::move(files[static_cast<size_t>(index)]));
  };
  put(indices.train, Split::kTrain);
  put(indices.validation, Split::kValidation);
  put(indices.test, Split::kTest);
}

}  // namespace

NoiseBank::NoiseBank(std::vector<Pcm> tracks) : tracks_(std::move(tracks)) {
  std::erase_if(tracks_, [](const Pcm& track) { return track.empty(); });
}

Pcm NoiseBank::window(int64_t samples, Random& random) const {
  const Pcm& track = tracks_[static_cast<size_t>(random.below(static_cast<int64_t>(tracks_.size())))];
  const auto size = static_cast<int64_t>(track.size());
  int64_t at = random.below(std::max<int64_t>(size - samples + 1, 1));
  Pcm window(static_cast<size_t>(samples));
  for (int64_t done = 0; done < samples; at = 0) {
    const int64_t piece = std::min(samples - done, size - at);
    std::copy_n(track.begin() + at, piece, window.begin() + done);
    done += piece;
  }
  return window;
}

NoiseSplits open_noise(const configs::NoiseConfig& config, int64_t sample_rate, int64_t clip_samples, int64_t seed) {
  if (config.folder.empty()) return {};
  std::vector<Pcm> files;
  for (const auto& path : recordings_under(config.folder)) files.push_back(read_pcm(path, sample_rate));
  Tracks tracks;
  const size_t count = files.size();
  if (config.split == "time") {
    for (const Pcm& file : files) cut_by_time(tracks, file, config, clip_samples);
  } else {
    deal_out_files(tracks, std::move(files), config, seed);
  }
  NoiseSplits banks;
  for (size_t i = 0; i < banks.size(); ++i) {
    banks[i] = NoiseBank(std::move(tracks[i]));
    if (banks[i].empty()) {
      throw Error(
          fmt::format("{}: {} recordings of noise leave none for the {} split, expected more or longer ones, or "
                      "other fractions in dataset.noise",
                      config.folder, count, kSplitNames[i]));
    }
  }
  return banks;
}

}  // namespace bitstill::datasets
