#include "codegen/ops/maximum/maximum.h"

#include <algorithm>

namespace bitstill::codegen::ops {

void Maximum::run(const Graph&, TensorValues& values) const {
  combine(values, [](int32_t a, int32_t b) { return std::max(a, b); });
}

}  // namespace bitstill::codegen::ops
