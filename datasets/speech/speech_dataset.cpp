#include "datasets/speech/speech_dataset.h"

#include <algorithm>
#include <utility>

#include "datasets/augmentation/augment.h"
#include "datasets/augmentation/spec_masks.h"
#include "datasets/random.h"
#include "datasets/recordings/recording.h"

namespace bitstill::datasets {
namespace {

// What a stream of random numbers is for, beside the seed.
enum Purpose : uint64_t { kOrder = 0x5350'0001, kSamples, kMasks };

std::vector<Clip> shuffled(std::vector<Clip> clips, int64_t seed, size_t split) {
  std::vector<Clip> result;
  result.reserve(clips.size());
  const Random random{static_cast<uint64_t>(seed), kOrder, split};
  for (const int64_t i : permutation(static_cast<int64_t>(clips.size()), random)) {
    result.push_back(std::move(clips[static_cast<size_t>(i)]));
  }
  return result;
}

features::Normalization fit(const std::vector<Clip>& clips, const features::Parameters& parameters) {
  const features::FrontEnd front_end(parameters);
  std::vector<int16_t> rows;
  for (const Clip& clip : clips) {
    const std::vector<int16_t> features = front_end.extract(clip.samples);
    rows.insert(rows.end(), features.begin(), features.end());
  }
  return features::fit_normalization(rows, parameters.coefficients);
}

}  // namespace

SpeechDataset::SpeechDataset(std::vector<Clip> clips, std::shared_ptr<const features::FrontEnd> front_end,
                             NoiseBank noise, std::optional<Augmentation> augmentation)
    : clips_(std::move(clips)),
      front_end_(std::move(front_end)),
      noise_(std::move(noise)),
      augmentation_(std::move(augmentation)) {}

int64_t SpeechDataset::size() const {
  return static_cast<int64_t>(clips_.size()) * (augmentation_ ? augmentation_->config.copies : 1);
}

const Clip& SpeechDataset::original(int64_t index) const { return clips_[static_cast<size_t>(index) % clips_.size()]; }

bool SpeechDataset::is_altered(int64_t index) const {
  const bool first_copy = index < static_cast<int64_t>(clips_.size());
  return augmentation_ && !(first_copy && augmentation_->config.keep_original);
}

Pcm SpeechDataset::clip(int64_t index) const {
  const Clip& clip = original(index);
  if (!is_altered(index)) return clip.samples;
  Random random{static_cast<uint64_t>(augmentation_->seed), kSamples, static_cast<uint64_t>(index)};
  if (clip.silence) {
    return augmented_silence(static_cast<int64_t>(clip.samples.size()), augmentation_->silence, noise_, random);
  }
  return augmented(clip.samples, front_end_->parameters().sample_rate, augmentation_->config, noise_, random);
}

Sample SpeechDataset::get(int64_t index) const {
  const features::Parameters& parameters = front_end_->parameters();
  const features::Normalization& grid = parameters.normalization;
  std::vector<int8_t> features = front_end_->features(clip(index));
  if (is_altered(index)) {
    Random random{static_cast<uint64_t>(augmentation_->seed), kMasks, static_cast<uint64_t>(index)};
    hide_stretches(features, parameters.coefficients, static_cast<int8_t>(grid.zero_point), augmentation_->config,
                   random);
  }
  const Clip& clip = original(index);
  Sample sample;
  sample.input.resize(features.size());
  std::ranges::transform(features, sample.input.begin(),
                         [&](int8_t value) { return grid.scale * static_cast<float>(value - grid.zero_point); });
  sample.label = clip.label;
  sample.speaker = clip.speaker;
  sample.source = clip.source;
  return sample;
}

features::Parameters speech_parameters(const configs::FeaturesConfig& config, const configs::Place& dataset) {
  return features::parameters_from(config, config.place.file.empty() ? dataset : config.place);
}

Splits speech_splits(SpeechClips clips, const configs::FeaturesConfig& config, features::Parameters parameters,
                     int64_t seed) {
  const auto train = static_cast<size_t>(Split::kTrain);
  for (size_t split = 0; split < clips.splits.size(); ++split) {
    clips.splits[split] = shuffled(std::move(clips.splits[split]), seed, split);
  }
  for (Clip& clip : clips.splits[train]) {
    if (!clip.silence) clip.samples = prepared(clip.samples, clips.augment);
  }
  parameters.normalization = config.normalize == "fixed" ? features::fixed_normalization(
                                                               config.scale, config.zero_point, parameters.coefficients)
                                                         : fit(clips.splits[train], parameters);
  const auto front_end = std::make_shared<features::FrontEnd>(parameters);

  Splits splits;
  splits.input_shape = {parameters.frames(), parameters.coefficients, 1};
  splits.class_names = std::move(clips.class_names);
  splits.input_grid = InputGrid{parameters.normalization.scale, parameters.normalization.zero_point};
  splits.front_end = parameters;
  const auto make = [&](Split split, std::optional<Augmentation> augmentation = {}) {
    const auto i = static_cast<size_t>(split);
    return std::make_shared<SpeechDataset>(std::move(clips.splits[i]), front_end, std::move(clips.noise[i]),
                                           std::move(augmentation));
  };
  splits.train = make(Split::kTrain, Augmentation{clips.augment, clips.silence, seed});
  splits.validation = make(Split::kValidation);
  splits.test = make(Split::kTest);
  return splits;
}

}  // namespace bitstill::datasets
