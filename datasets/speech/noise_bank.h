// Recordings without speech, from which stretches of any length are drawn.
#pragma once

#include <array>
#include <vector>

#include "configs/schema/experiment.h"
#include "datasets/audio/waveform.h"
#include "datasets/random.h"

namespace bitstill::datasets {

class NoiseBank {
 public:
  NoiseBank() = default;
  explicit NoiseBank(std::vector<Pcm> tracks);

  bool empty() const { return tracks_.empty(); }
  const std::vector<Pcm>& tracks() const { return tracks_; }
  // A stretch of one of the tracks, each equally likely; a track that is too short goes round. Not of an empty bank.
  Pcm window(int64_t samples, Random& random) const;

 private:
  std::vector<Pcm> tracks_;
};

// Of training, validation and test, in the order of Split; no sample of a file is in two of them.
using NoiseSplits = std::array<NoiseBank, 3>;

// All recordings under config.folder; three empty banks where it names none. split "time": the beginning of each file
// is training's, then comes validation's part and then the test's; parts shorter than a clip are left out. "file":
// files are dealt out by the seed. Throws Error where a split would have none.
NoiseSplits open_noise(const configs::NoiseConfig& config, int64_t sample_rate, int64_t clip_samples, int64_t seed);

}  // namespace bitstill::datasets
