#include "tests/support/spoken_artifact.h"

#include <nlohmann/json.hpp>

#include "codegen/detector/json.h"
#include "codegen/tflite/metadata.h"
#include "datasets/features/front_end.h"
#include "datasets/features/json.h"

namespace bitstill::tests {

std::vector<uint8_t> with_front_end(std::span<const uint8_t> artifact, const features::Parameters& front_end,
                                    const std::vector<std::string>& labels,
                                    const std::optional<detector::Parameters>& detection) {
  nlohmann::ordered_json metadata = {{"front_end", features::to_json(front_end)}};
  if (!labels.empty()) metadata["labels"] = labels;
  if (detection) metadata["detection"] = detector::to_json(*detection);
  return codegen::tflite::with_metadata(artifact, "test.tflite", metadata.dump());
}

features::Parameters mlperf_front_end() {
  configs::FeaturesConfig config;
  config.kind = "mfcc";
  config.spectrum = "magnitude";
  config.remove_dc = false;
  features::Parameters p = features::parameters_from(config, {});
  p.normalization = features::fixed_normalization(0.5847029089927673, 83, p.coefficients);
  return p;
}

std::vector<std::string> mlperf_labels() {
  return {"down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "silence", "unknown"};
}

}  // namespace bitstill::tests
