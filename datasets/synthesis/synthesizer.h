// espeak-ng as a function: words and voices in, recordings out. No audio hardware is touched.
#pragma once

#include <string>
#include <vector>

#include "datasets/audio/waveform.h"

namespace bitstill::datasets {

struct Utterance {
  std::string text;
  std::string voice;    // "gmw/en-US": a language and an accent
  std::string variant;  // "f2": a throat; empty means the voice's own
  int words_per_minute = 175;
  int pitch = 50;  // 0 to 99
};

struct Voices {
  std::vector<std::string> voices, variants;  // sorted
};

// The voices that speak `language` or one of its accents, and the variants that any of them can have. Throws Error
// where there is none or espeak-ng's data are not installed.
Voices list_voices(const std::string& language);

// One recording each, in order. What a synthesiser says depends a little on what it said before, so all of it is said
// by a child process that begins from nothing: the same list gives the same samples. Throws Error for a voice that is
// not there and words that give no sound.
std::vector<Waveform> synthesize(const std::vector<Utterance>& utterances);

}  // namespace bitstill::datasets
