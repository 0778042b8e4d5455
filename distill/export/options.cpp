// How the file spells what blocks of several kinds have in common.
#include "distill/export/layers.h"

namespace bitstill::distill {

namespace tflite = codegen::tflite;

tflite::Activation stored(train::FusedActivation activation) {
  switch (activation) {
    case train::FusedActivation::kRelu:
      return tflite::Activation::kRelu;
    case train::FusedActivation::kRelu6:
      return tflite::Activation::kRelu6;
    case train::FusedActivation::kNone:
      break;
  }
  return tflite::Activation::kNone;
}

tflite::WindowOptions stored(const train::Block& block) {
  const train::Window &height = block.window.height, &width = block.window.width;
  tflite::WindowOptions options;
  options.padding = height.padding == train::Padding::kSame ? tflite::Padding::kSame : tflite::Padding::kValid;
  options.stride_height = static_cast<int32_t>(height.stride);
  options.stride_width = static_cast<int32_t>(width.stride);
  options.dilation_height = static_cast<int32_t>(height.dilation);
  options.dilation_width = static_cast<int32_t>(width.dilation);
  options.activation = stored(block.activation);
  return options;
}

}  // namespace bitstill::distill
