#include "tests/support/pitch_model.h"

#include <cmath>

#include "codegen/tflite/writer.h"
#include "datasets/audio/levels.h"
#include "datasets/audio/write_wav.h"
#include "datasets/features/front_end.h"
#include "tests/support/spoken_artifact.h"

namespace bitstill::tests {
namespace {

constexpr int32_t kBands = 6;
constexpr float kScale = 0.1F;

codegen::Tensor activations(const std::string& name, int32_t size, float scale, int32_t zero_point) {
  codegen::Tensor tensor;
  tensor.name = name;
  tensor.shape = {1, size};
  tensor.quantization = {{scale}, {zero_point}, 0};
  return tensor;
}

// +1 for a band of the class's half, -1 for one of the other; the third class wants no sound at all.
codegen::Tensor weights(int32_t classes, int32_t inputs) {
  codegen::Tensor tensor;
  tensor.name = "weights";
  tensor.shape = {classes, inputs};
  tensor.quantization = {{0.01F}, {0}, 0};
  tensor.constant = true;
  for (int32_t row = 0; row < classes; ++row) {
    for (int32_t i = 0; i < inputs; ++i) {
      const int half = i % kBands < kBands / 2 ? 0 : 1;
      tensor.data.push_back(static_cast<uint8_t>(row == 2 ? 0 : row == half ? 4 : -4));
    }
  }
  return tensor;
}

}  // namespace

features::Parameters pitch_front_end() {
  configs::FeaturesConfig config;
  config.clip_ms = 100;
  config.window_ms = 16;
  config.hop_ms = 10;
  config.bands = kBands;
  config.low_hz = 100;
  features::Parameters p = features::parameters_from(config, {});
  p.normalization = features::fixed_normalization(kScale, 0, p.coefficients);
  return p;
}

std::vector<uint8_t> pitch_artifact(const std::string& third, bool labelled) {
  const features::Parameters p = pitch_front_end();
  const auto inputs = static_cast<int32_t>(p.frames() * p.coefficients);
  std::vector<std::string> labels{"low", "high"};
  if (!third.empty()) labels.push_back(third);
  const auto classes = static_cast<int32_t>(labels.size());
  codegen::tflite::ModelWriter writer;
  const int in = writer.add_tensor(activations("features", inputs, p.normalization.scale, p.normalization.zero_point));
  const int logits = writer.add_tensor(activations("logits", classes, 0.5F, 0));
  const int out = writer.add_tensor(activations("scores", classes, 1.0F / 256, -128));
  writer.add_fully_connected(in, writer.add_tensor(weights(classes, inputs)), -1, logits,
                             codegen::tflite::Activation::kNone);
  writer.add_softmax(logits, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  const auto artifact = writer.finish();
  if (!labelled) return with_front_end(artifact, p, {});
  detector::Parameters detection;
  detection.inference_every = 3;
  detection.smoothing = 3;
  detection.refractory = 10;
  detection.thresholds = {0.8, 0.8};
  if (!third.empty()) detection.thresholds.emplace_back();
  return with_front_end(artifact, p, labels, detection);
}

void write_tone(const std::filesystem::path& path, double hertz, int64_t samples, int rate) {
  datasets::Pcm pcm;
  for (int64_t i = 0; i < samples; ++i) {
    pcm.push_back(datasets::saturate(16384 * std::sin(2 * M_PI * hertz * static_cast<double>(i) / rate)));
  }
  std::filesystem::create_directories(path.parent_path());
  datasets::write_wav(path, pcm, rate);
}

}  // namespace bitstill::tests
