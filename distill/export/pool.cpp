#include "distill/export/layers.h"

namespace bitstill::distill {
namespace {

void add_pool(ArtifactBuilder& builder, const LayerToExport& layer, codegen::tflite::Pool pool, int output) {
  const train::ImageWindow& window = layer.block.block.window;
  builder.writer().add_pool_2d(pool, builder.input(layer.block), output, static_cast<int32_t>(window.height.size),
                               static_cast<int32_t>(window.width.size), stored(layer.block.block));
}

}  // namespace

void export_max_pool(ArtifactBuilder& builder, const LayerToExport& layer) {
  add_pool(builder, layer, codegen::tflite::Pool::kMax, builder.add_output(layer.block, layer.last));
}

void export_average_pool(ArtifactBuilder& builder, const LayerToExport& layer) {
  add_pool(builder, layer, codegen::tflite::Pool::kAverage, builder.add_output(layer.block, layer.last));
}

// Over the whole image, then without its sides. MEAN would truncate where this rounds.
void export_global_average_pool(ArtifactBuilder& builder, const LayerToExport& layer) {
  const int pooled = builder.add_intermediate(layer.block, "pooled", {1, 1, layer.block.block.outputs()});
  add_pool(builder, layer, codegen::tflite::Pool::kAverage, pooled);
  builder.writer().add_reshape(pooled, builder.add_output(layer.block, layer.last));
}

}  // namespace bitstill::distill
