// Tests do little by default and more where a variable says so: BITSTILL_RANDOM_GRAPHS=5000 test_modules.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace bitstill::tests {

inline int64_t number_from_environment(const char* name, int64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

}  // namespace bitstill::tests
