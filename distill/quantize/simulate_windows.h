// The blocks of simulate() that slide a window over images [height, width, channels], one image at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "distill/quantize/integer_network.h"

namespace bitstill::distill {

// Each appends the block's output for one sample.
void simulate_conv_2d(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output);
void simulate_depthwise_conv_2d(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output);
void simulate_max_pool(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output);
void simulate_average_pool(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output);

}  // namespace bitstill::distill
