// A quantised student as plain numbers: all that the artifact stores, with no LibTorch in it.
#pragma once

#include <cstdint>
#include <vector>

#include "distill/quantize/grid.h"
#include "train/models/plan.h"

namespace bitstill::distill {

// One block and the grids around it; weights and biases are of dense blocks only.
struct IntegerBlock {
  train::Block block;
  Grid input, output;
  std::vector<int8_t> weights;          // [outputs, inputs], row-major
  std::vector<int32_t> bias;            // [outputs]
  std::vector<float> weight_scales;     // 1 or outputs
  std::vector<float> bias_scales;       // likewise
  Limits limits{};                      // of dense blocks: the fused activation's
  std::vector<int32_t> exponentials{};  // of softmax: codegen/ops/softmax's table for the input's grid
};

struct IntegerNetwork {
  datasets::Shape input_shape;  // without the batch
  Grid input;
  std::vector<IntegerBlock> blocks;  // as deployed: dropout is gone
};

}  // namespace bitstill::distill
