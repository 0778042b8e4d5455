#include <fmt/format.h>

#include "codegen/graph/values.h"
#include "codegen/ops/arg_max/arg_max.h"

namespace bitstill::codegen::ops {

std::string ArgMax::parameters() const { return fmt::format("of {} values, {} apart", count, inner); }

void ArgMax::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const auto output = values.int32(outputs[0]);
  for (int32_t o = 0; o < outer; ++o) {
    for (int32_t i = 0; i < inner; ++i) {
      const auto value = [&](int32_t k) { return input[static_cast<size_t>((o * count + k) * inner + i)]; };
      int32_t largest = 0;
      for (int32_t k = 1; k < count; ++k) {
        if (value(k) > value(largest)) largest = k;
      }
      output[static_cast<size_t>(o * inner + i)] = largest;
    }
  }
}

}  // namespace bitstill::codegen::ops
