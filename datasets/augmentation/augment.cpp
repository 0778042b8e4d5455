#include "datasets/augmentation/augment.h"

#include <cmath>

#include "datasets/audio/levels.h"
#include "datasets/augmentation/gain.h"
#include "datasets/augmentation/noise.h"
#include "datasets/augmentation/speed.h"
#include "datasets/augmentation/time_shift.h"

namespace bitstill::datasets {
namespace {

double between(double low, double high, Random& random) { return low + (high - low) * random.uniform(); }

double either_way(double most, Random& random) { return between(-most, most, random); }

}  // namespace

Pcm prepared(const Pcm& clip, const configs::AugmentConfig& config) {
  if (!config.normalize_gain) return clip;
  std::vector<float> samples = to_float(clip);
  normalize_level(samples, config.level_dbfs);
  return to_pcm(samples);
}

Pcm augmented(const Pcm& clip, int64_t sample_rate, const configs::AugmentConfig& config, const NoiseBank& noise,
              Random& random) {
  std::vector<float> samples = to_float(clip);
  if (config.speed > 0) samples = change_speed(samples, 1 + either_way(config.speed, random));
  if (config.shift_ms > 0) {
    shift_time(samples, std::llround(either_way(config.shift_ms, random) / 1000 * static_cast<double>(sample_rate)));
  }
  if (config.gain_db > 0) change_gain(samples, either_way(config.gain_db, random));
  if (!noise.empty() && random.uniform() < config.noise) {
    const double snr_db = between(config.noise_snr_db.low, config.noise_snr_db.high, random);
    mix_noise(samples, noise.window(static_cast<int64_t>(clip.size()), random), snr_db);
  }
  return to_pcm(samples);
}

Pcm augmented_silence(int64_t clip_samples, const configs::SilenceConfig& silence, const NoiseBank& noise,
                      Random& random) {
  if (noise.empty() || random.uniform() < silence.digital) return Pcm(static_cast<size_t>(clip_samples));
  std::vector<float> samples = to_float(noise.window(clip_samples, random));
  change_gain(samples, between(silence.gain_db.low, silence.gain_db.high, random));
  return to_pcm(samples);
}

}  // namespace bitstill::datasets
