#include "firmware/live/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "configs/support/error.h"
#include "configs/support/interrupt.h"
#include "datasets/audio/write_wav.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr uint16_t kChunkSamples = 480;  // fits in an answer
constexpr int kTooLoud = 32700;
constexpr std::chrono::milliseconds kPause{5};

int32_t peak_of(std::span<const int16_t> samples) {
  int32_t peak = 0;
  for (const int16_t sample : samples) peak = std::max(peak, std::abs(static_cast<int32_t>(sample)));
  return peak;
}

// The microphone as an endless stream in which gaps are told of.
class MicrophoneStream {
 public:
  explicit MicrophoneStream(Client& client) : client_(client) {
    if (!client.identity().can(protocol::kHasMicrophone)) {
      throw Error(
          fmt::format("{}: this board has no microphone, or its bottom board is missing", client.line().name()));
    }
  }
  ~MicrophoneStream() {
    try {
      client_.stop_microphone();
    } catch (const std::exception&) {  // the board then ends the recording by itself
    }
  }
  MicrophoneStream(const MicrophoneStream&) = delete;
  MicrophoneStream& operator=(const MicrophoneStream&) = delete;

  // Empty where there is nothing yet. `gap`: samples are missing before these.
  std::vector<int16_t> next(bool& gap) {
    try {
      MicrophoneChunk chunk = client_.microphone(position_, kChunkSamples);
      gap = chunk.dropped != dropped_;
      dropped_ = chunk.dropped;
      position_ = chunk.next;
      if (chunk.samples.empty()) std::this_thread::sleep_for(kPause);
      return std::move(chunk.samples);
    } catch (const StartOver&) {
      gap = true;
      position_ = 0;
      dropped_ = 0;
      return {};
    }
  }

  int64_t rate() const { return client_.identity().sample_rate; }

 private:
  Client& client_;
  uint32_t position_ = 0;
  uint32_t dropped_ = 0;
};

// The file is there whole or not at all.
void save_recording(const fs::path& file, std::span<const int16_t> samples, int64_t rate) {
  const fs::path part = file.string() + ".part";
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (failed) throw Error(fmt::format("{}: cannot be made ({})", file.parent_path().string(), failed.message()));
  try {
    datasets::write_wav(part, samples, rate);
  } catch (const Error&) {
    fs::remove(part, failed);
    throw;
  }
  fs::rename(part, file);
}

// Why a word is not kept, or "".
std::string fault_of(const Utterance& utterance) {
  if (utterance.word_samples > static_cast<int64_t>(utterance.clip.size())) return "too long for a clip";
  if (utterance.peak >= kTooLoud) return "too loud: further away, or softer";
  return "";
}

}  // namespace

fs::path RecordingPlace::next_file() const {
  for (int number = 0;; ++number) {
    const fs::path file = folder / word / fmt::format("{}_nohash_{}.wav", speaker, number);
    if (!fs::exists(file)) return file;
  }
}

void record_words(Client& client, const WordRequest& request, RecordingObserver& observer) {
  const InterruptWatch interrupt;
  MicrophoneStream stream(client);
  const int64_t clip_samples = request.clip_milliseconds * stream.rate() / 1000;
  UtteranceFinder finder(stream.rate(), clip_samples);
  int64_t recorded = 0;
  while (recorded < request.count) {
    if (interrupt.requested()) {
      throw Interrupted(fmt::format("stopped after {} of {}; what is recorded stays", recorded, request.count));
    }
    bool gap = false;
    const std::vector<int16_t> samples = stream.next(gap);
    if (gap) {
      if (finder.in_word()) observer.passed_over("samples were lost on the way");
      finder.interrupt();
    }
    for (const Utterance& utterance : finder.push(samples)) {
      const std::string fault = fault_of(utterance);
      if (!fault.empty()) {
        observer.passed_over(fault);
        continue;
      }
      if (recorded == request.count) break;
      const fs::path file = request.place.next_file();
      save_recording(file, utterance.clip, stream.rate());
      ++recorded;
      observer.kept(file, utterance, stream.rate());
    }
    if (!samples.empty()) observer.heard(peak_of(samples), finder.in_word(), recorded);
  }
}

fs::path record_all(Client& client, const RecordingPlace& place, int64_t seconds, RecordingObserver& observer) {
  const InterruptWatch interrupt;
  MicrophoneStream stream(client);
  const auto wanted = static_cast<size_t>(seconds * stream.rate());
  datasets::Pcm all;
  while (all.size() < wanted) {
    if (interrupt.requested()) throw Interrupted("stopped; nothing is written");
    bool gap = false;
    const std::vector<int16_t> samples = stream.next(gap);
    if (gap && !all.empty()) {
      throw Error(fmt::format("{}: samples were lost after {:.1f} s; nothing is written, try again",
                              client.line().name(),
                              static_cast<double>(all.size()) / static_cast<double>(stream.rate())));
    }
    all.insert(all.end(), samples.begin(), samples.end());
    if (!samples.empty()) observer.heard(peak_of(samples), false, static_cast<int64_t>(all.size()) / stream.rate());
  }
  all.resize(wanted);
  const fs::path file = place.next_file();
  save_recording(file, all, stream.rate());
  return file;
}

}  // namespace bitstill::firmware
