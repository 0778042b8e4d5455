#include "datasets/readers/spoken_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "configs/support/error.h"
#include "datasets/audio/fit_clip.h"
#include "datasets/audio/levels.h"
#include "datasets/audio/resample.h"
#include "datasets/augmentation/gain.h"
#include "datasets/augmentation/noise.h"
#include "datasets/augmentation/time_shift.h"
#include "datasets/recordings/recording.h"
#include "datasets/speech/silence_clips.h"
#include "datasets/speech/speech_dataset.h"
#include "datasets/split_groups.h"
#include "datasets/synthesis/coloured_noise.h"
#include "datasets/synthesis/other_words.h"
#include "datasets/synthesis/room.h"
#include "datasets/synthesis/synthesizer.h"

namespace bitstill::datasets {
namespace {

enum Purpose : uint64_t { kVariants = 0x5357'0001, kUtterances, kSurroundings, kNoise, kSilence, kOtherWords };

constexpr double kFurthestShift = 0.1;  // seconds from the middle of a clip

double between(const configs::Range& range, Random& random) {
  return range.low + (range.high - range.low) * random.uniform();
}

struct Planned {
  Utterance utterance;
  int64_t label = -1;
};

class Builder {
 public:
  Builder(const configs::SpokenWordsConfig& config, const features::Parameters& parameters, const configs::Place& place,
          int64_t seed)
      : config_(config), parameters_(parameters), place_(place), seed_(static_cast<uint64_t>(seed)) {}

  SpeechClips build() {
    result_.class_names = config_.words;
    if (config_.unknown.per_word > 0) result_.class_names.push_back("unknown");
    if (config_.silence.per_word > 0) result_.class_names.push_back("silence");
    if (result_.class_names.size() < 2) {
      throw Error(fmt::format("{}: there is one class, '{}', expected two or more; add words, unknown or silence",
                              place_.text(), result_.class_names.front()));
    }
    result_.silence = config_.silence;
    result_.augment = config_.augment;
    deal_out_voices();
    const std::array<int64_t, 3> counts{config_.counts.train, config_.counts.validation, config_.counts.test};
    for (size_t split = 0; split < counts.size(); ++split) {
      make_noise(split);
      make_words(split, counts[split]);
      make_silence(split, counts[split]);
    }
    return std::move(result_);
  }

 private:
  Random random(Purpose purpose, size_t split) const { return Random{seed_, purpose, split}; }

  void deal_out_voices() {
    Voices voices;
    try {
      voices = list_voices(config_.language);
    } catch (const Error& error) {
      throw Error(fmt::format("{}: {}", place_.text(), error.what()));
    }
    voices_ = voices.voices;
    std::vector<int64_t> each_alone(voices.variants.size());
    std::iota(each_alone.begin(), each_alone.end(), int64_t{0});
    const SplitIndices indices = split_groups(each_alone, {.group_count = static_cast<int64_t>(each_alone.size()),
                                                           .validation_fraction = config_.validation_voices,
                                                           .test_fraction = config_.test_voices,
                                                           .seed = static_cast<int64_t>(seed_)});
    const std::array<const std::vector<int64_t>*, 3> dealt{&indices.train, &indices.validation, &indices.test};
    for (size_t split = 0; split < dealt.size(); ++split) {
      for (const int64_t index : *dealt[split]) variants_[split].push_back(voices.variants[static_cast<size_t>(index)]);
      if (variants_[split].empty()) {
        throw Error(
            fmt::format("{}: {} variants of voices leave none for the {} split, expected more of them or other "
                        "fractions",
                        place_.text(), each_alone.size(), kSplitNames[split]));
      }
    }
  }

  void make_noise(size_t split) {
    constexpr int64_t kSeconds = 20;
    result_.noise[split] =
        NoiseBank(coloured_noise(kSeconds * parameters_.sample_rate, parameters_.sample_rate, random(kNoise, split)));
  }

  std::vector<std::string> other_words() const {
    if (!config_.unknown.words.empty()) return config_.unknown.words;
    std::vector<std::string> words;
    for (const std::string_view word : common_words()) {
      if (std::ranges::find(config_.words, word) == config_.words.end()) words.emplace_back(word);
    }
    return words;
  }

  // Every variant speaks about as often as the others, in an order that says nothing of the word.
  std::vector<Planned> plan(size_t split, int64_t per_word) const {
    std::vector<Planned> planned;
    const auto word_count = static_cast<int64_t>(config_.words.size());
    for (int64_t word = 0; word < word_count; ++word) {
      for (int64_t i = 0; i < per_word; ++i) {
        planned.emplace_back().utterance.text = config_.words[static_cast<size_t>(word)];
        planned.back().label = word;
      }
    }
    if (config_.unknown.per_word > 0) {
      const std::vector<std::string> others = other_words();
      const auto order = permutation(static_cast<int64_t>(others.size()), random(kOtherWords, split));
      const int64_t count = clips_per_word(config_.unknown.per_word, per_word, 1);
      for (int64_t i = 0; i < count; ++i) {
        const auto which = static_cast<size_t>(order[static_cast<size_t>(i) % order.size()]);
        planned.emplace_back().utterance.text = others[which];
        planned.back().label = word_count;
      }
    }
    const std::vector<std::string>& variants = variants_[split];
    const auto order = permutation(static_cast<int64_t>(variants.size()), random(kVariants, split));
    Random draw = random(kUtterances, split);
    for (size_t i = 0; i < planned.size(); ++i) {
      Utterance& utterance = planned[i].utterance;
      utterance.variant = variants[static_cast<size_t>(order[i % order.size()])];
      utterance.voice = voices_[static_cast<size_t>(draw.below(static_cast<int64_t>(voices_.size())))];
      utterance.words_per_minute = static_cast<int>(std::lround(between(config_.words_per_minute, draw)));
      utterance.pitch = static_cast<int>(std::lround(between(config_.pitch, draw)));
    }
    return planned;
  }

  void make_words(size_t split, int64_t per_word) {
    const std::vector<Planned> planned = plan(split, per_word);
    std::vector<Utterance> utterances;
    for (const Planned& each : planned) utterances.push_back(each.utterance);
    const std::vector<Waveform> spoken = synthesize(utterances);
    Random draw = random(kSurroundings, split);
    for (size_t i = 0; i < planned.size(); ++i) {
      const Utterance& said = utterances[i];
      result_.splits[split].push_back({surround(spoken[i], split, draw), planned[i].label, said.variant,
                                       fmt::format("{} ({}+{}, {} words a minute, pitch {})", said.text, said.voice,
                                                   said.variant, said.words_per_minute, said.pitch)});
    }
  }

  // From the synthesiser's clean voice to what a microphone hears in a clip, at a time of its own.
  Pcm surround(const Waveform& spoken, size_t split, Random& draw) const {
    const std::vector<float> word =
        resample(spoken.samples, static_cast<double>(parameters_.sample_rate) / static_cast<double>(spoken.rate),
                 ResampleQuality::kFast);
    const Pcm cropped = fit_clip(to_pcm(word), parameters_.clip_samples, "loudest");
    std::vector<float> samples = to_float(cropped);
    normalize_level(samples, between(config_.level_dbfs, draw));
    const double earliest = -kFurthestShift * static_cast<double>(parameters_.sample_rate);
    shift_time(samples, std::llround(between({earliest, -earliest}, draw)));
    if (draw.uniform() < config_.room) {
      add_room(samples, parameters_.sample_rate, between(config_.reverberation_ms, draw), draw);
    }
    if (draw.uniform() < config_.noise) {
      const Pcm noise = result_.noise[split].window(parameters_.clip_samples, draw);
      mix_noise(samples, noise, between(config_.noise_snr_db, draw));
    }
    return to_pcm(samples);
  }

  void make_silence(size_t split, int64_t per_word) {
    const auto label = static_cast<int64_t>(result_.class_names.size()) - 1;
    for (Clip& clip : silence_clips(clips_per_word(config_.silence.per_word, per_word, 1), parameters_.clip_samples,
                                    config_.silence, result_.noise[split], label, random(kSilence, split))) {
      result_.splits[split].push_back(std::move(clip));
    }
  }

  const configs::SpokenWordsConfig& config_;
  const features::Parameters& parameters_;
  const configs::Place& place_;
  uint64_t seed_;
  std::vector<std::string> voices_;
  std::array<std::vector<std::string>, 3> variants_;
  SpeechClips result_;
};

}  // namespace

Splits open_spoken_words(const configs::SpokenWordsConfig& config, const configs::FeaturesConfig& features,
                         const configs::Place& place, int64_t seed) {
  const features::Parameters parameters = speech_parameters(features, place);
  return speech_splits(Builder(config, parameters, place, seed).build(), features, parameters, seed);
}

}  // namespace bitstill::datasets
