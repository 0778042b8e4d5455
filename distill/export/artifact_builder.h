// The artifact while it is written: a writer, and the tensor that each block became.
#pragma once

#include <string>
#include <vector>

#include "codegen/tflite/writer.h"
#include "distill/quantize/integer_network.h"

namespace bitstill::distill {

class ArtifactBuilder {
 public:
  explicit ArtifactBuilder(const IntegerNetwork& network);

  codegen::tflite::ModelWriter& writer() { return writer_; }
  // Index of the tensor that the block reads as its source number `source`.
  int input(const IntegerBlock& block, size_t source = 0) const;

  // Adds the layer's output tensor, [1, shape...] on its grid; returns its index. The last layer's is called "output".
  int add_output(const IntegerBlock& block, bool last);
  // A tensor on the block's output grid that only its own operators see.
  int add_intermediate(const IntegerBlock& block, const std::string& suffix, const datasets::Shape& shape);
  // The weights under a shape whose dimension `axis` counts the outputs.
  int add_weights(const IntegerBlock& block, const std::vector<int64_t>& shape, int axis);
  int add_bias(const IntegerBlock& block);

  std::vector<uint8_t> finish(const std::string& metadata);

 private:
  int add_activation(const std::string& name, const datasets::Shape& shape, const Grid& grid);

  codegen::tflite::ModelWriter writer_;
  int input_ = -1;
  std::vector<int> outputs_;  // of every block so far
};

}  // namespace bitstill::distill
