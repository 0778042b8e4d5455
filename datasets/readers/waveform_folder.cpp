#include "datasets/readers/waveform_folder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "configs/schema/scalars.h"
#include "configs/schema/suggest.h"
#include "configs/support/error.h"
#include "datasets/audio/fit_clip.h"
#include "datasets/audio/read_waveform.h"
#include "datasets/recordings/list_recordings.h"
#include "datasets/speech/silence_clips.h"
#include "datasets/speech/speech_dataset.h"

namespace bitstill::datasets {
namespace {

enum Purpose : uint64_t { kLimit = 0x5746'0001, kUnknown, kSilence };

struct Labelled {
  Recording recording;
  int64_t label = -1;
};

bool numbers_first(const std::string& one, const std::string& other) {
  const auto number = configs::parse_integer(one);
  const auto other_number = configs::parse_integer(other);
  if (number.has_value() != other_number.has_value()) return number.has_value();
  return std::pair(number, one) < std::pair(other_number, other);
}

std::vector<std::string> labels_of(const Recordings& recordings) {
  std::set<std::string> labels;
  for (const Recording& each : recordings) labels.insert(each.label);
  std::vector<std::string> sorted(labels.begin(), labels.end());
  std::ranges::sort(sorted, numbers_first);
  return sorted;
}

class Builder {
 public:
  Builder(const configs::WaveformFolderConfig& config, const features::Parameters& parameters,
          const configs::Place& place, int64_t seed)
      : config_(config), parameters_(parameters), place_(place), seed_(seed) {}

  SpeechClips build() {
    configs::RecordingsConfig source = config_.recordings;
    source.place = place_;
    const Recordings recordings = list_recordings(source, seed_);
    name_classes(labels_of(recordings));
    add_words(recordings);
    count_words();
    if (has_unknown()) add_unknown(recordings);
    read_clips();
    result_.noise = open_noise(config_.noise, parameters_.sample_rate, parameters_.clip_samples, seed_);
    result_.silence = config_.silence;
    result_.augment = config_.augment;
    if (config_.silence.per_word > 0) add_silence();
    refuse_empty_classes();
    return std::move(result_);
  }

 private:
  bool has_unknown() const { return config_.unknown.other_words || !config_.unknown.sources.empty(); }

  Random random(Purpose purpose, uint64_t split) const { return Random{static_cast<uint64_t>(seed_), purpose, split}; }

  void name_classes(const std::vector<std::string>& labels) {
    for (const std::string& word : config_.words) {
      if (std::ranges::find(labels, word) != labels.end()) continue;
      const auto guess = configs::closest(word, labels);
      throw Error(fmt::format("{}: words has '{}', which labels no recording in {}, expected one of {}{}",
                              place_.text(), word, config_.recordings.folder, fmt::join(labels, ", "),
                              guess ? fmt::format(" (did you mean '{}'?)", *guess) : ""));
    }
    result_.class_names = config_.words.empty() ? labels : config_.words;
    words_ = static_cast<int64_t>(result_.class_names.size());
    if (has_unknown()) result_.class_names.push_back("unknown");
    if (config_.silence.per_word > 0) result_.class_names.push_back("silence");
    if (result_.class_names.size() < 2) {
      throw Error(fmt::format("{}: there is one class, '{}', expected two or more; add words, unknown or silence",
                              place_.text(), result_.class_names.front()));
    }
  }

  // -1 for what is no word.
  int64_t label_of(const Recording& recording) const {
    const auto end = result_.class_names.begin() + words_;
    const auto found = std::find(result_.class_names.begin(), end, recording.label);
    return found == end ? -1 : found - result_.class_names.begin();
  }

  // Recordings in an order drawn by the seed, so that a limit takes any of them.
  static std::vector<const Recording*> mixed(const std::vector<const Recording*>& recordings, const Random& random) {
    std::vector<const Recording*> order;
    for (const int64_t i : permutation(static_cast<int64_t>(recordings.size()), random)) {
      order.push_back(recordings[static_cast<size_t>(i)]);
    }
    return order;
  }

  void add(const Recording& recording, int64_t label) {
    chosen_[static_cast<size_t>(*recording.split)].push_back({recording, label});
  }

  void add_words(const Recordings& recordings) {
    std::vector<const Recording*> training;
    for (const Recording& each : recordings) {
      if (label_of(each) < 0) continue;
      if (config_.train_limit > 0 && each.split == Split::kTrain) {
        training.push_back(&each);
      } else {
        add(each, label_of(each));
      }
    }
    std::map<std::string, int64_t> taken;
    for (const Recording* each : mixed(training, random(kLimit, 0))) {
      if (taken[each->label]++ < config_.train_limit) add(*each, label_of(*each));
    }
  }

  void count_words() {
    for (size_t i = 0; i < chosen_.size(); ++i) word_clips_[i] = static_cast<int64_t>(chosen_[i].size());
  }

  void add_unknown(const Recordings& recordings) {
    Recordings others;
    for (const Recording& each : recordings) {
      if (config_.unknown.other_words && label_of(each) < 0) others.push_back(each);
    }
    for (const configs::RecordingsConfig& source : config_.unknown.sources) {
      for (Recording& each : list_recordings(source, seed_)) {
        if (label_of(each) >= 0) {
          throw Error(fmt::format("{}: {} is labelled '{}', which is one of words, expected other words in unknown",
                                  source.place.text(), each.path.string(), each.label));
        }
        others.push_back(std::move(each));
      }
    }
    for (size_t i = 0; i < chosen_.size(); ++i) {
      std::vector<const Recording*> split;
      for (const Recording& each : others) {
        if (static_cast<size_t>(*each.split) == i) split.push_back(&each);
      }
      std::vector<const Recording*> order = mixed(split, random(kUnknown, i));
      const int64_t most = clips_per_word(config_.unknown.per_word, word_clips_[i], words_);
      if (config_.unknown.per_word > 0 && static_cast<int64_t>(order.size()) > most) {
        order.resize(static_cast<size_t>(most));
      }
      for (const Recording* each : order) add(*each, words_);
    }
  }

  void read_clips() {
    for (size_t i = 0; i < chosen_.size(); ++i) {
      for (const Labelled& each : chosen_[i]) {
        const Pcm recording = read_pcm(each.recording.path, parameters_.sample_rate);
        result_.splits[i].push_back({fit_clip(recording, parameters_.clip_samples, config_.crop), each.label,
                                     each.recording.speaker, each.recording.name});
      }
    }
  }

  void add_silence() {
    const auto label = static_cast<int64_t>(result_.class_names.size()) - 1;
    for (size_t i = 0; i < result_.splits.size(); ++i) {
      const int64_t count = clips_per_word(config_.silence.per_word, word_clips_[i], words_);
      for (Clip& clip : silence_clips(count, parameters_.clip_samples, config_.silence, result_.noise[i], label,
                                      random(kSilence, i))) {
        result_.splits[i].push_back(std::move(clip));
      }
    }
  }

  void refuse_empty_classes() const {
    for (size_t i = 0; i < result_.splits.size(); ++i) {
      std::vector<int64_t> counts(result_.class_names.size());
      for (const Clip& clip : result_.splits[i]) ++counts[static_cast<size_t>(clip.label)];
      const auto none = std::ranges::find(counts, 0);
      if (none == counts.end()) continue;
      throw Error(
          fmt::format("{}: the class '{}' has no recording in the {} split, expected some; add recordings, or "
                      "change how they are split",
                      place_.text(), result_.class_names[static_cast<size_t>(none - counts.begin())], kSplitNames[i]));
    }
  }

  const configs::WaveformFolderConfig& config_;
  const features::Parameters& parameters_;
  const configs::Place& place_;
  int64_t seed_;
  int64_t words_ = 0;
  std::array<std::vector<Labelled>, 3> chosen_;
  std::array<int64_t, 3> word_clips_{};
  SpeechClips result_;
};

}  // namespace

Splits open_waveform_folder(const configs::WaveformFolderConfig& config, const configs::FeaturesConfig& features,
                            const configs::Place& place, int64_t seed) {
  const features::Parameters parameters = speech_parameters(features, place);
  return speech_splits(Builder(config, parameters, place, seed).build(), features, parameters, seed);
}

}  // namespace bitstill::datasets
