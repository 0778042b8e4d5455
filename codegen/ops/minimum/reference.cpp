#include "codegen/ops/minimum/minimum.h"

#include <algorithm>

namespace bitstill::codegen::ops {

void Minimum::run(const Graph&, TensorValues& values) const {
  combine(values, [](int32_t a, int32_t b) { return std::min(a, b); });
}

}  // namespace bitstill::codegen::ops
