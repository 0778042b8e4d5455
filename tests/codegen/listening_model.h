// A small artifact that listens: one dense layer with random weights behind a front-end.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "codegen/detector/json.h"
#include "codegen/detector/parameters.h"
#include "datasets/features/front_end.h"
#include "datasets/features/json.h"
#include "tests/codegen/models.h"

namespace bitstill::tests {

// Entry "bitstill" of an artifact's metadata.
inline std::string listening_metadata(const features::Parameters& front_end, const detector::Parameters& detection,
                                      const std::vector<std::string>& labels) {
  return nlohmann::ordered_json{
      {"labels", labels}, {"front_end", features::to_json(front_end)}, {"detection", detector::to_json(detection)}}
      .dump();
}

// One score for each label.
inline std::vector<uint8_t> listening_model(const features::Parameters& p, const detector::Parameters& detection,
                                            const std::vector<std::string>& labels) {
  const auto classes = static_cast<int32_t>(labels.size());
  const auto values = static_cast<int32_t>(p.frames() * p.coefficients);
  const features::Normalization& grid = p.normalization;
  ModelWriter writer;
  const int input = writer.add_tensor(
      activation("features", {1, static_cast<int32_t>(p.frames()), static_cast<int32_t>(p.coefficients), 1}, grid.scale,
                 grid.zero_point));
  const int flat = writer.add_tensor(activation("flat", {1, values}, grid.scale, grid.zero_point));
  Random random(7);
  std::vector<int8_t> numbers(static_cast<size_t>(values * classes));
  for (int8_t& number : numbers) number = random.int8();
  const int dense = writer.add_tensor(weights(numbers, classes, {0.01F}));
  const int offsets = writer.add_tensor(bias(std::vector<int32_t>(labels.size(), 0)));
  const int logits = writer.add_tensor(activation("logits", {1, classes}, 0.1F, 0));
  const int scores = writer.add_tensor(activation("scores", {1, classes}, 1.0F / 256, -128));
  writer.add_reshape(input, flat);
  writer.add_fully_connected(flat, dense, offsets, logits, Activation::kNone);
  writer.add_softmax(logits, scores);
  writer.set_inputs({input});
  writer.set_outputs({scores});
  writer.add_metadata("bitstill", listening_metadata(p, detection, labels));
  return writer.finish();
}

// Ten frames of four bands.
inline features::Parameters small_front_end() {
  configs::FeaturesConfig config;
  config.clip_ms = 210;
  config.bands = 4;
  features::Parameters p = features::parameters_from(config, {"small_front_end", 1, 1});
  p.normalization = features::fixed_normalization(0.05, -10, p.coefficients);
  return p;
}

}  // namespace bitstill::tests
