#include "firmware/listen/clip.h"

#include <fmt/format.h>

#include "configs/support/error.h"
#include "datasets/audio/fit_clip.h"
#include "datasets/audio/read_waveform.h"
#include "datasets/recordings/find_files.h"

namespace bitstill::firmware {

HeardClip read_clip(const std::filesystem::path& recording, const features::Parameters& parameters,
                    const std::string& crop) {
  const datasets::Pcm all = datasets::read_pcm(recording, parameters.sample_rate);
  HeardClip clip;
  clip.crop = crop;
  clip.samples = datasets::fit_clip(all, parameters.clip_samples, crop);
  clip.recording_samples = static_cast<int64_t>(all.size());
  const int64_t spare = clip.recording_samples - parameters.clip_samples;
  const bool search = spare > 0 && crop == "loudest";
  clip.first = search ? datasets::loudest_window(all, parameters.clip_samples) : crop == "start" ? 0 : spare / 2;
  if (spare < 0) clip.first = spare / 2;
  return clip;
}

std::string cut_note(const HeardClip& clip, const features::Parameters& parameters) {
  const auto seconds = [&](int64_t samples) {
    return static_cast<double>(samples) / static_cast<double>(parameters.sample_rate);
  };
  const double lasts = seconds(clip.recording_samples);
  const double heard = seconds(parameters.clip_samples);
  if (clip.recording_samples > parameters.clip_samples) {
    const std::string part = clip.crop == "start" ? "first" : clip.crop;
    return fmt::format("lasts {:.2f} s, heard is its {} {:.2f} s, from {:.2f} s on", lasts, part, heard,
                       seconds(clip.first));
  }
  if (clip.recording_samples < parameters.clip_samples) {
    return fmt::format("lasts {:.2f} s, heard between silence to {:.2f} s", lasts, heard);
  }
  return "";
}

std::vector<std::filesystem::path> find_recordings(const std::vector<std::string>& paths) {
  std::vector<std::filesystem::path> recordings;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      recordings.emplace_back(path);
      continue;
    }
    const auto found = datasets::recordings_under(path);
    if (found.empty()) throw Error(path + ": holds no recordings, expected some in WAV or FLAC");
    recordings.insert(recordings.end(), found.begin(), found.end());
  }
  return recordings;
}

}  // namespace bitstill::firmware
