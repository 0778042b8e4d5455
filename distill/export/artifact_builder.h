// The artifact while it is written: a writer, the tensor that the next layer reads, and its shape.
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
  // Index of the activation that the next layer reads.
  int current() const { return current_; }

  // Adds the layer's output tensor, [1, shape...] on its grid, and makes it current; returns its index. The last
  // layer's is called "output".
  int add_output(const IntegerBlock& block, bool last);
  int add_weights(const IntegerBlock& block);
  int add_bias(const IntegerBlock& block);

  std::vector<uint8_t> finish(const std::string& metadata);

 private:
  int add_activation(const std::string& name, const datasets::Shape& shape, const Grid& grid);

  codegen::tflite::ModelWriter writer_;
  int input_ = -1;
  int current_ = -1;
};

}  // namespace bitstill::distill
