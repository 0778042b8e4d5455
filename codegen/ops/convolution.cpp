#include "codegen/ops/convolution.h"

namespace bitstill::codegen::ops {

std::vector<std::pair<std::string, int64_t>> Convolution::last_fields() const {
  return {{"kernel height", window.kernel_height},
          {"width", window.kernel_width},
          {"stride height", window.stride_height},
          {"width", window.stride_width},
          {"dilation height", window.dilation_height},
          {"width", window.dilation_width},
          {"padding above", window.pad_top},
          {"left", window.pad_left},
          {"input zero point", input_zero_point},
          {"output zero point", output_zero_point},
          {"minimum", clamp.low},
          {"maximum", clamp.high}};
}

}  // namespace bitstill::codegen::ops
