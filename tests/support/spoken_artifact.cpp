#include "tests/support/spoken_artifact.h"

#include <flatbuffers/flatbuffers.h>

#include <nlohmann/json.hpp>

#include "datasets/features/front_end.h"
#include "datasets/features/json.h"
#include "schema_generated.h"

namespace bitstill::tests {

namespace schema = codegen::tflite::schema;

std::vector<uint8_t> with_metadata(std::span<const uint8_t> artifact, const std::string& text) {
  const std::unique_ptr<schema::ModelT> model(schema::GetModel(artifact.data())->UnPack());
  std::erase_if(model->metadata, [](const auto& entry) { return entry->name == "bitstill"; });
  model->buffers.push_back(std::make_unique<schema::BufferT>());
  model->buffers.back()->data.assign(text.begin(), text.end());
  model->metadata.push_back(std::make_unique<schema::MetadataT>());
  model->metadata.back()->name = "bitstill";
  model->metadata.back()->buffer = static_cast<uint32_t>(model->buffers.size() - 1);
  flatbuffers::FlatBufferBuilder builder;
  schema::FinishModelBuffer(builder, schema::Model::Pack(builder, model.get()));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

std::vector<uint8_t> with_front_end(std::span<const uint8_t> artifact, const features::Parameters& front_end,
                                    const std::vector<std::string>& labels) {
  nlohmann::ordered_json metadata = {{"front_end", features::to_json(front_end)}};
  if (!labels.empty()) metadata["labels"] = labels;
  return with_metadata(artifact, metadata.dump());
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
