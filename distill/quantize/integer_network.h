// A quantised student as plain numbers: all that the artifact stores, with no LibTorch in it.
#pragma once

#include <cstdint>
#include <vector>

#include "distill/quantize/grid.h"
#include "train/models/plan.h"

namespace bitstill::distill {

// One block and the grids around it; weights and biases are of blocks with weights only.
struct IntegerBlock {
  train::Block block;                   // its sources are positions in the integer network
  Grid input, output;                   // of the first source, and its own
  std::vector<int8_t> weights;          // [outputs, row size], row-major; rows as train::LayerWeights orders them
  std::vector<int32_t> bias;            // [outputs]
  std::vector<float> weight_scales;     // 1 or outputs
  std::vector<float> bias_scales;       // likewise
  Limits limits{};                      // of blocks with weights and adds: the fused activation's
  std::vector<int32_t> exponentials{};  // of softmax: codegen/ops/softmax's table for the input's grid
};

struct IntegerNetwork {
  datasets::Shape input_shape;  // without the batch
  Grid input;
  std::vector<IntegerBlock> blocks;  // as deployed: dropout is gone

  // The grid of what a block reads: a position in `blocks`, or train::kNetworkInput.
  const Grid& grid_at(int source) const {
    return source == train::kNetworkInput ? input : blocks.at(static_cast<size_t>(source)).output;
  }
};

}  // namespace bitstill::distill
