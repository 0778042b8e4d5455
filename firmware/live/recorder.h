// Recordings through a board's own microphone, so that what is trained on is what the board will hear.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "firmware/link/client.h"
#include "firmware/live/utterances.h"

namespace bitstill::firmware {

// A folder of recordings as datasets of kind waveform_folder read them: FOLDER/WORD/SPEAKER_nohash_NUMBER.wav.
struct RecordingPlace {
  std::filesystem::path folder;
  std::string word;
  std::string speaker;

  // Of the first number that is free.
  std::filesystem::path next_file() const;
};

struct WordRequest {
  RecordingPlace place;
  int64_t count = 20;
  int64_t clip_milliseconds = 1000;
};

// What a person wants to know while recording.
class RecordingObserver {
 public:
  virtual ~RecordingObserver() = default;
  // About thirty times a second.
  virtual void heard(int32_t peak, bool in_word, int64_t recorded) = 0;
  virtual void kept(const std::filesystem::path& file, const Utterance& utterance, int64_t rate) = 0;
  // A word is not kept, or the recording had to begin again.
  virtual void passed_over(const std::string& reason) = 0;
};

// Waits for `count` words and writes a clip around each. Words that are too long or too loud, or in which samples were
// lost, are not counted. Throws Error where the board has no microphone, Interrupted at Ctrl-C; what is written stays.
void record_words(Client& client, const WordRequest& request, RecordingObserver& observer);

// Writes all that is heard for so long into one file, which noise is learned from. Throws Error where samples are lost.
std::filesystem::path record_all(Client& client, const RecordingPlace& place, int64_t seconds,
                                 RecordingObserver& observer);

}  // namespace bitstill::firmware
