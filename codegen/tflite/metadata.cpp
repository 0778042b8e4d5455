#include "codegen/tflite/metadata.h"

#include <algorithm>

#include "codegen/tflite/reader.h"
#include "schema_generated.h"

namespace bitstill::codegen::tflite {

std::vector<uint8_t> with_metadata(std::span<const uint8_t> artifact, const std::string& file,
                                   const std::string& text) {
  read_model(artifact, file);  // refuses what must not be unpacked
  schema::ModelT model;
  schema::GetModel(artifact.data())->UnPackTo(&model);
  std::erase_if(model.metadata, [](const auto& entry) { return entry == nullptr || entry->name == "bitstill"; });
  auto buffer = std::make_unique<schema::BufferT>();
  buffer->data.assign(text.begin(), text.end());
  auto entry = std::make_unique<schema::MetadataT>();
  entry->name = "bitstill";
  entry->buffer = static_cast<uint32_t>(model.buffers.size());
  model.buffers.push_back(std::move(buffer));
  model.metadata.push_back(std::move(entry));
  flatbuffers::FlatBufferBuilder builder;
  schema::FinishModelBuffer(builder, schema::Model::Pack(builder, &model));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace bitstill::codegen::tflite
