// The sentence with which a model is refused.
#pragma once

#include <functional>

#include "configs/support/error.h"
#include "tests/codegen/models.h"

namespace bitstill::tests {

inline std::string refusal(const std::vector<uint8_t>& artifact) {
  try {
    read(artifact);
  } catch (const Error& error) {
    return error.what();
  }
  return "was read";
}

// Of a model of one input, one output and what `add` writes between them.
inline std::string refusal_of(const Tensor& input, const Tensor& output,
                              const std::function<void(ModelWriter&, int input, int output)>& add) {
  return refusal(between(input, output, add));
}

}  // namespace bitstill::tests
