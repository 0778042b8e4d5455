#include "codegen/reference/executor.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/error.h"

namespace bitstill::codegen {

void Executor::run(std::span<const uint8_t> inputs) {
  if (static_cast<int64_t>(inputs.size()) != graph_.input_bytes()) {
    throw Error(fmt::format("the model takes {} input bytes, got {}", graph_.input_bytes(), inputs.size()));
  }
  for (const int index : graph_.inputs) {
    const auto target = values_.bytes(index);
    std::ranges::copy(inputs.first(target.size()), target.begin());
    inputs = inputs.subspan(target.size());
  }
  for (const auto& node : graph_.operators) node->run(graph_, values_);
}

std::vector<uint8_t> Executor::outputs() const {
  std::vector<uint8_t> all;
  for (const int index : graph_.outputs) {
    const auto bytes = values_.bytes(index);
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

}  // namespace bitstill::codegen
