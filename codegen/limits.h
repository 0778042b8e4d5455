// What is beyond every microcontroller, and so refused: a .tflite is a stranger's file, and its few bytes may ask for
// any amount of memory and time. Generous: the largest network made for such devices stays far below each.
#pragma once

#include <cstdint>

namespace bitstill::codegen {

constexpr int64_t kLargestArenaBytes = int64_t{64} << 20;
constexpr int64_t kLargestTensorBytes = kLargestArenaBytes;
constexpr int64_t kLargestComputedBytes = 4 * kLargestArenaBytes;  // all computed tensors side by side
constexpr int64_t kMostMultiplyAdds = 10'000'000'000;              // of one inference

constexpr size_t kMostOperators = 2048;
constexpr size_t kMostComputedTensors = 4096;
constexpr size_t kMostTensors = 16384;
constexpr size_t kMostOperands = 256;  // inputs or outputs of one operator, or of the model
constexpr size_t kMostDimensions = 8;

// Constants may be shared by tensors and by operators, which each hold a copy: so much beyond the file's own size.
constexpr int64_t kLargestSharedBytes = int64_t{16} << 20;
constexpr int64_t kLargestMetadataBytes = int64_t{256} << 10;
constexpr size_t kLongestName = 200;

}  // namespace bitstill::codegen
