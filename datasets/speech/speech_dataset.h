// Clips of one length in memory, and from them what a network reads: samples -> augmentation -> front-end -> masks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "datasets/audio/waveform.h"
#include "datasets/dataset.h"
#include "datasets/features/front_end.h"
#include "datasets/speech/noise_bank.h"

namespace bitstill::datasets {

struct Clip {
  Pcm samples;
  int64_t label = -1;
  std::string speaker;  // empty where nobody knows
  std::string source;
  bool silence = false;  // no word in it: a copy is another stretch of noise
};

// What happens to the copies of a training clip.
struct Augmentation {
  configs::AugmentConfig config;
  configs::SilenceConfig silence;
  int64_t seed = 0;
};

// Of a split of recordings; found with dynamic_cast from Splits::train, validation and test.
class SpeechDataset : public Dataset {
 public:
  // Without augmentation each clip stands in it once, as it is. With it, sample i is copy i / clips of clip i % clips.
  SpeechDataset(std::vector<Clip> clips, std::shared_ptr<const features::FrontEnd> front_end, NoiseBank noise,
                std::optional<Augmentation> augmentation = {});

  int64_t size() const override;
  // Thread-safe: every copy is drawn from (seed, index).
  Sample get(int64_t index) const override;
  // The samples that get(index) computes its features from, before masks hide some of these.
  Pcm clip(int64_t index) const;
  const features::FrontEnd& front_end() const { return *front_end_; }
  // Recorded in this split alone; empty where the dataset has none.
  const NoiseBank& noise() const { return noise_; }

 private:
  const Clip& original(int64_t index) const;
  bool is_altered(int64_t index) const;

  std::vector<Clip> clips_;
  std::shared_ptr<const features::FrontEnd> front_end_;
  NoiseBank noise_;
  std::optional<Augmentation> augmentation_;
};

// The clips of the three splits, before anything is known of features.
struct SpeechClips {
  std::vector<std::string> class_names;
  std::array<std::vector<Clip>, 3> splits;  // in the order of Split
  NoiseSplits noise;
  configs::SilenceConfig silence;
  configs::AugmentConfig augment;
};

// The front-end's parameters, problems named at the features section or, where the file has none, at the dataset's.
features::Parameters speech_parameters(const configs::FeaturesConfig& config, const configs::Place& dataset);

// Puts each split into an order drawn by the seed, fits the normalisation on the training clips as their first copies
// are (or takes the fixed one) and fills in all of Splits. Clips have parameters.clip_samples samples.
Splits speech_splits(SpeechClips clips, const configs::FeaturesConfig& config, features::Parameters parameters,
                     int64_t seed);

}  // namespace bitstill::datasets
