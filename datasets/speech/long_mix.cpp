#include "datasets/speech/long_mix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "datasets/audio/levels.h"
#include "datasets/audio/write_wav.h"
#include "datasets/augmentation/gain.h"
#include "datasets/random.h"
#include "datasets/speech/speech_dataset.h"
#include "datasets/synthesis/coloured_noise.h"

namespace bitstill::datasets {
namespace {

enum Purpose : uint64_t { kNoise = 0x4c4d'0001, kColours, kWords, kOthers, kOrder, kTimes };

constexpr double kGapSeconds = 0.5;

std::vector<int64_t> indices_of(const Dataset& split, const std::vector<bool>& wanted) {
  std::vector<int64_t> indices;
  for (int64_t i = 0; i < split.size(); ++i) {
    const int64_t label = split.get(i).label;
    if (wanted[static_cast<size_t>(label)]) indices.push_back(i);
  }
  return indices;
}

// So many of `indices`, in orders drawn one after another, so that each is used once before any is used again.
std::vector<int64_t> drawn(const std::vector<int64_t>& indices, int64_t count, uint64_t seed, Purpose purpose) {
  std::vector<int64_t> result;
  for (uint64_t round = 0; static_cast<int64_t>(result.size()) < count; ++round) {
    for (const int64_t i : permutation(static_cast<int64_t>(indices.size()), Random{seed, purpose, round})) {
      if (static_cast<int64_t>(result.size()) < count) result.push_back(indices[static_cast<size_t>(i)]);
    }
  }
  return result;
}

// Stretches of noise, each at the same level, that fade into one another.
std::vector<float> background(const NoiseBank& noise, int64_t samples, int64_t rate, double level_dbfs, Random random) {
  const int64_t stretch = 10 * rate;
  const int64_t fade = rate / 2;
  std::vector<float> result(static_cast<size_t>(samples + stretch + fade));
  for (int64_t begin = 0; begin < samples; begin += stretch) {
    std::vector<float> piece = to_float(noise.window(stretch + fade, random));
    normalize_level(piece, level_dbfs);
    for (int64_t i = 0; i < stretch + fade; ++i) {
      const double rising = begin == 0 ? 1 : std::min(1.0, static_cast<double>(i) / static_cast<double>(fade));
      const double falling = std::min(1.0, static_cast<double>(stretch + fade - i) / static_cast<double>(fade));
      // Powers add up to one, for the two stretches have nothing to do with each other.
      const auto weight = static_cast<float>(std::sqrt(rising * falling));
      result[static_cast<size_t>(begin + i)] += weight * piece[static_cast<size_t>(i)];
    }
  }
  result.resize(static_cast<size_t>(samples));
  return result;
}

struct Part {
  int64_t begin = 0;
  int64_t end = 0;
};

// From the first to the last 20 ms that are within 30 dB of the loudest.
Part audible(std::span<const int16_t> clip, int64_t rate) {
  const int64_t step = rate / 50;
  std::vector<double> levels;
  const auto size = static_cast<int64_t>(clip.size());
  for (int64_t at = 0; at < size; at += step) {
    levels.push_back(rms(clip.subspan(static_cast<size_t>(at), static_cast<size_t>(std::min(step, size - at)))));
  }
  const double least = *std::ranges::max_element(levels) * from_decibels(-30);
  const auto loud = [&](double level) { return level >= least; };
  const auto first = std::ranges::find_if(levels, loud) - levels.begin();
  const auto last = levels.rend() - std::find_if(levels.rbegin(), levels.rend(), loud);
  return {first * step, std::min(last * step, size)};
}

class Mixer {
 public:
  Mixer(const Splits& splits, const Dataset& split, const LongMixParameters& parameters)
      : splits_(splits), parameters_(parameters), seed_(static_cast<uint64_t>(parameters.seed)) {
    clips_ = dynamic_cast<const SpeechDataset*>(&split);
    if (clips_ == nullptr || !splits.front_end) {
      throw Error("a long mix is made of recordings, expected a dataset of kind waveform_folder or spoken_words");
    }
  }

  LongMix make() {
    const int64_t rate = splits_.front_end->sample_rate;
    const int64_t clip_samples = splits_.front_end->clip_samples;
    const int64_t samples = parameters_.seconds * rate;
    const double minutes = static_cast<double>(parameters_.seconds) / 60;
    const std::vector<int64_t> words = choose(true, parameters_.words_per_minute * minutes, kWords);
    const std::vector<int64_t> others = choose(false, parameters_.others_per_minute * minutes, kOthers);
    if (words.empty()) {
      throw Error("a long mix has no word to be found, expected recordings of words and more words per minute or time");
    }
    std::vector<int64_t> order = words;
    order.insert(order.end(), others.begin(), others.end());
    const auto count = static_cast<int64_t>(order.size());
    const int64_t slot = samples / count;
    const int64_t room = slot - clip_samples - static_cast<int64_t>(kGapSeconds * static_cast<double>(rate));
    if (room < 0) {
      throw Error(fmt::format("{} words of {} ms do not fit into {} seconds, expected fewer words per minute", count,
                              1000 * clip_samples / rate, parameters_.seconds));
    }

    mix_.sample_rate = rate;
    sound_ = noise(samples, rate);
    Random times{seed_, kTimes};
    const std::vector<int64_t> shuffled = permutation(count, Random{seed_, kOrder});
    for (int64_t i = 0; i < count; ++i) {
      const auto which = static_cast<size_t>(shuffled[static_cast<size_t>(i)]);
      add(order[which], i * slot + times.below(room + 1), which < words.size(), times);
    }
    mix_.samples = to_pcm(sound_);
    return std::move(mix_);
  }

 private:
  std::vector<int64_t> choose(bool to_be_found, double count, Purpose purpose) const {
    std::vector<bool> wanted;
    for (const std::string& name : splits_.class_names) {
      wanted.push_back(to_be_found ? name != "unknown" && name != "silence" : name == "unknown");
    }
    const std::vector<int64_t> indices = indices_of(*clips_, wanted);
    return indices.empty() ? indices : drawn(indices, std::llround(count), seed_, purpose);
  }

  std::vector<float> noise(int64_t samples, int64_t rate) const {
    if (!clips_->noise().empty()) {
      return background(clips_->noise(), samples, rate, parameters_.noise_dbfs, Random{seed_, kNoise});
    }
    const NoiseBank colours(coloured_noise(20 * rate, rate, Random{seed_, kColours}));
    return background(colours, samples, rate, parameters_.noise_dbfs, Random{seed_, kNoise});
  }

  void add(int64_t index, int64_t at, bool to_be_found, Random& random) {
    const Pcm clip = clips_->clip(index);
    const Sample sample = clips_->get(index);
    const Part part = audible(clip, mix_.sample_rate);
    const auto begin = static_cast<size_t>(part.begin);
    std::vector<float> word = to_float(clip);
    const double level = rms(std::span<const float>(word).subspan(begin, static_cast<size_t>(part.end) - begin));
    const double snr_db =
        parameters_.snr_db.low + (parameters_.snr_db.high - parameters_.snr_db.low) * random.uniform();
    if (level > 0) {
      change_gain(word, parameters_.noise_dbfs + snr_db - 20 * std::log10(level / 32768));
    }
    for (size_t i = 0; i < word.size(); ++i) sound_[static_cast<size_t>(at) + i] += word[i];
    (to_be_found ? mix_.words : mix_.others).push_back({at + part.begin, at + part.end, sample.label, sample.source});
  }

  const Splits& splits_;
  const LongMixParameters& parameters_;
  uint64_t seed_;
  const SpeechDataset* clips_ = nullptr;
  std::vector<float> sound_;
  LongMix mix_;
};

std::string csv_text(std::string_view text) {
  std::string result = "\"";
  for (const char character : text) result += character == '"' ? "\"\"" : std::string(1, character);
  return result + '"';
}

}  // namespace

LongMix make_long_mix(const Splits& splits, const Dataset& split, const LongMixParameters& parameters) {
  constexpr int64_t kLongest = 4 * 3600;
  if (parameters.seconds < 1 || parameters.seconds > kLongest) {
    throw Error(fmt::format("a long mix of {} seconds, expected 1 to {}", parameters.seconds, kLongest));
  }
  return Mixer(splits, split, parameters).make();
}

void write_long_mix(const LongMix& mix, const std::vector<std::string>& class_names, const std::filesystem::path& wav,
                    const std::filesystem::path& csv) {
  struct Row {
    const HeardWord* word;
    const char* kind;
  };
  std::vector<Row> rows;
  for (const HeardWord& word : mix.words) rows.push_back({&word, "word"});
  for (const HeardWord& word : mix.others) rows.push_back({&word, "other"});
  std::ranges::sort(rows, {}, [](const Row& row) { return row.word->begin; });
  const auto seconds = [&](int64_t sample) {
    return static_cast<double>(sample) / static_cast<double>(mix.sample_rate);
  };
  std::string text = "begin_s,end_s,word,kind,source\n";
  for (const auto& [word, kind] : rows) {
    text += fmt::format("{:.3f},{:.3f},{},{},{}\n", seconds(word->begin), seconds(word->end),
                        csv_text(class_names[static_cast<size_t>(word->label)]), kind, csv_text(word->source));
  }
  write_wav(wav, mix.samples, mix.sample_rate);
  write_file(csv, std::string_view(text));
}

}  // namespace bitstill::datasets
