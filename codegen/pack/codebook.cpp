#include "codegen/pack/codebook.h"

#include <algorithm>

#include "codegen/pack/statistics.h"

namespace bitstill::codegen::pack {

size_t Codebook::place(int8_t weight) const {
  return static_cast<size_t>(std::ranges::find(values, weight) - values.begin());
}

std::optional<Codebook> codebook_of(std::span<const int8_t> weights) {
  Codebook codebook;
  codebook.values = statistics_of(weights).values;
  if (codebook.values.size() > 16) return std::nullopt;
  codebook.bits = codebook.values.size() <= 4 ? 2 : 4;
  return codebook;
}

std::vector<uint8_t> codes(const Codebook& codebook, std::span<const int8_t> weights, size_t row) {
  const auto bits = static_cast<size_t>(codebook.bits);
  std::vector<uint8_t> bytes;
  for (size_t first = 0; first < weights.size(); first += row) {
    const size_t begin = bytes.size();
    const auto part = weights.subspan(first, std::min(row, weights.size() - first));
    bytes.resize(begin + (part.size() * bits + 7) / 8, 0);
    for (size_t i = 0; i < part.size(); ++i) {
      uint8_t& byte = bytes[begin + i * bits / 8];
      byte = static_cast<uint8_t>(byte | codebook.place(part[i]) << (i * bits % 8));
    }
  }
  return bytes;
}

}  // namespace bitstill::codegen::pack
