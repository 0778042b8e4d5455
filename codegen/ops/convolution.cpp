#include "codegen/ops/convolution.h"

namespace bitstill::codegen::ops {

std::vector<std::pair<std::string, int64_t>> Convolution::last_fields(const Window& of) const {
  return {{"kernel height", of.kernel_height},
          {"width", of.kernel_width},
          {"stride height", of.stride_height},
          {"width", of.stride_width},
          {"dilation height", of.dilation_height},
          {"width", of.dilation_width},
          {"padding above", of.pad_top},
          {"left", of.pad_left},
          {"input zero point", input_zero_point},
          {"output zero point", output_zero_point},
          {"minimum", clamp.low},
          {"maximum", clamp.high}};
}

}  // namespace bitstill::codegen::ops
