#include "firmware/verify/mismatch.h"

#include <fmt/format.h>

#include <algorithm>

namespace bitstill::firmware {

const Mismatch::Value& Mismatch::got() const {
  return *std::ranges::find_if(values, [&](const Value& value) { return value.value != expected().value; });
}

std::string Mismatch::text() const {
  const std::string whose = recording.empty() ? "" : fmt::format(" ({})", recording);
  const std::string where = coefficients == 0 ? fmt::format("element {}", element)
                                              : fmt::format("frame {}, coefficient {}", frame(), coefficient());
  std::string text = fmt::format("mismatch in {} ({}, tensor t{}), sample {}{}, {}: expected {}, got {}\n", layer,
                                 operator_name, tensor, sample, whose, where, expected().value, got().value);
  for (const Value& value : values) {
    text += fmt::format("  {:>4}  {}\n", value.value, value.witness);
  }
  return text;
}

std::optional<Mismatch> first_difference(const std::vector<Witness>& witnesses) {
  const auto& believed = witnesses.front().bytes;
  std::optional<size_t> first;
  for (const Witness& witness : witnesses) {
    const auto at = static_cast<size_t>(std::ranges::mismatch(believed, witness.bytes).in1 - believed.begin());
    if (at < believed.size()) first = std::min(at, first.value_or(at));
  }
  if (!first) return std::nullopt;
  Mismatch mismatch;
  mismatch.element = static_cast<int64_t>(*first);
  for (const Witness& witness : witnesses) {
    mismatch.values.push_back({witness.name, static_cast<int8_t>(witness.bytes[*first])});
  }
  return mismatch;
}

}  // namespace bitstill::firmware
