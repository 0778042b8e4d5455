// Little IDX files made by hand, gzipped or not, for tests to damage.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace bitstill::tests {

using Bytes = std::vector<uint8_t>;

// `count` images of height 2 and width 3 whose pixels count up from 0.
Bytes idx_images(uint32_t count);
// Labels 0, 1, ... 9, 0, ...
Bytes idx_labels(uint32_t count);
Bytes gzipped(const Bytes& bytes);

}  // namespace bitstill::tests
