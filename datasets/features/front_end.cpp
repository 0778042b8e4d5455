#include "datasets/features/front_end.h"

#include <fmt/format.h>

#include "configs/support/error.h"
#include "datasets/features/check.h"
#include "datasets/features/tables.h"

namespace bitstill::features {

struct FrontEnd::Tables {
  Parameters parameters;
  TableValues values;
};

FrontEnd::FrontEnd(const Parameters& parameters) {
  check(parameters, "front-end");
  tables_ = std::make_unique<const Tables>(Tables{parameters, make_tables(parameters)});
}

FrontEnd::~FrontEnd() = default;

const Parameters& FrontEnd::parameters() const { return tables_->parameters; }

std::vector<int16_t> FrontEnd::extract(std::span<const int16_t> clip) const {
  const Parameters& p = parameters();
  if (static_cast<int64_t>(clip.size()) != p.clip_samples) {
    throw Error(fmt::format("front-end: a clip of {} samples, expected {}", clip.size(), p.clip_samples));
  }
  return extract_frames(clip, p.frames());
}

std::vector<int16_t> FrontEnd::extract_frames(std::span<const int16_t> samples, int64_t frames) const {
  const Parameters& p = parameters();
  const auto bands = static_cast<size_t>(p.bands);
  std::vector<Complex> points(static_cast<size_t>(p.fft_size / 2));
  std::vector<Level> levels(bands), smoothed(bands);
  std::vector<int32_t> values(bands);
  const Memory memory = {points.data(), levels.data(), values.data(), smoothed.data()};
  std::vector<int16_t> features(static_cast<size_t>(frames * p.coefficients));
  for (int64_t frame = 0; frame < frames; ++frame) {
    extract_frame(tables_->values.tables, memory, samples.data() + frame * p.hop_samples,
                  features.data() + frame * p.coefficients);
  }
  return features;
}

std::vector<int8_t> FrontEnd::features(std::span<const int16_t> clip) const { return normalize(extract(clip)); }

std::vector<int8_t> FrontEnd::stream(std::span<const int16_t> recording) const {
  const Parameters& p = parameters();
  const auto samples = static_cast<int64_t>(recording.size());
  const int64_t frames = samples < p.window_samples ? 0 : 1 + (samples - p.window_samples) / p.hop_samples;
  return normalize(extract_frames(recording, frames));
}

std::vector<int8_t> FrontEnd::normalize(std::span<const int16_t> features) const {
  const auto coefficients = static_cast<size_t>(parameters().coefficients);
  if (features.size() % coefficients != 0) {
    throw Error(fmt::format("front-end: {} features, expected whole frames of {}", features.size(), coefficients));
  }
  std::vector<int8_t> normalized(features.size());
  for (size_t frame = 0; frame < features.size(); frame += coefficients) {
    normalize_frame(tables_->values.tables, features.data() + frame, normalized.data() + frame);
  }
  return normalized;
}

}  // namespace bitstill::features
