// Finds spoken words in a stream of samples and cuts a clip around each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "datasets/audio/waveform.h"

namespace bitstill::firmware {

struct Utterance {
  datasets::Pcm clip;    // the word in its middle
  int64_t word_samples;  // from its first to its last loud moment; more than the clip where it is too long
  int peak;              // largest magnitude in the clip
};

// A word is louder than what is usual between words by 11 dB, for at least 40 ms of 60, and is followed by 300 ms
// without. What is usual is learned as it goes, from the first half second on; three seconds of loudness become usual.
class UtteranceFinder {
 public:
  UtteranceFinder(int64_t rate, int64_t clip_samples);

  // The samples that follow, and the words that are whole now.
  std::vector<Utterance> push(std::span<const int16_t> samples);

  // Something is missing before the next samples: no clip reaches across.
  void interrupt();

  bool in_word() const { return first_loud_ >= 0; }

 private:
  void take_block();
  bool is_loud(double level) const;
  void look_for_begin();
  void look_for_end(std::vector<Utterance>& found);
  Utterance cut(int64_t begin) const;
  void forget_before(int64_t block);

  int64_t block_samples_;
  int64_t clip_samples_;
  double usual_ = -1;        // root mean square between words; -1: not known yet
  int64_t blocks_ = 0;       // so far
  uint32_t recent_ = 0;      // whether each of the last blocks was loud, the last in bit 0
  int64_t last_loud_ = -1;   // block
  int64_t first_loud_ = -1;  // of the word under way; -1: there is none
  int64_t not_before_ = 0;   // sample: where the clip before ended
  int64_t kept_from_ = 0;    // sample: what samples_ begins with
  std::vector<int16_t> samples_;
};

}  // namespace bitstill::firmware
