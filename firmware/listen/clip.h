// Recordings as one inference hears them, and where to find them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "datasets/audio/waveform.h"
#include "datasets/features/parameters.h"

namespace bitstill::firmware {

struct HeardClip {
  datasets::Pcm samples;          // as many as the front-end takes
  int64_t recording_samples = 0;  // of the whole recording, at the front-end's rate
  std::string crop;               // what is heard of a longer one: loudest, middle or start
  int64_t first = 0;              // the clip's first sample in the recording; below 0 so much silence stands before it
};

// `crop` says what is heard of a longer recording: loudest, middle or start. A shorter one stands in the middle between
// silence. Throws Error as datasets::read_pcm does.
HeardClip read_clip(const std::filesystem::path& recording, const features::Parameters& parameters,
                    const std::string& crop = "loudest");

// "lasts 3.07 s, heard is its loudest 1.00 s, from 0.81 s on"; empty for a recording as long as the clip.
std::string cut_note(const HeardClip& clip, const features::Parameters& parameters);

// Files as they are given, folders as all recordings under them, sorted. Throws Error where a folder holds none.
std::vector<std::filesystem::path> find_recordings(const std::vector<std::string>& paths);

}  // namespace bitstill::firmware
