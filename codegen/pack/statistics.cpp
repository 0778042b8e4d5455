#include "codegen/pack/statistics.h"

#include <array>
#include <cmath>

namespace bitstill::codegen::pack {

Statistics statistics_of(std::span<const int8_t> weights) {
  std::array<int64_t, 256> counts{};
  for (const int8_t weight : weights) ++counts[static_cast<size_t>(weight + 128)];
  Statistics statistics;
  statistics.weights = static_cast<int64_t>(weights.size());
  statistics.zeros = counts[128];
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    statistics.values.push_back(static_cast<int8_t>(static_cast<int>(i) - 128));
    const auto count = static_cast<double>(counts[i]);
    statistics.entropy_bits += count * std::log2(static_cast<double>(weights.size()) / count);
  }
  return statistics;
}

}  // namespace bitstill::codegen::pack
