// One node of the integer graph. Everything about an operator lives in its folder under codegen/ops.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bitstill::codegen {

class Graph;
class LayerEmitter;
class TensorValues;

class Operator {
 public:
  virtual ~Operator() = default;

  // As the TFLite schema spells it: "FULLY_CONNECTED".
  virtual std::string_view name() const = 0;
  // The word emitted code uses for the layer: "dense".
  virtual std::string_view short_name() const = 0;
  // Parameters for the graph's text dump, in one line: "activation relu, clamp [-128, 127]".
  virtual std::string parameters() const { return ""; }
  // Multiply-adds of one inference, only taps inside the image.
  virtual int64_t macs() const { return 0; }
  // Weights and biases as the module stores them.
  virtual int64_t parameter_bytes() const { return 0; }
  // An operator that leaves every byte as it was, such as a reshape.
  virtual bool identity() const { return false; }

  // Computes the outputs from the inputs, written for clarity: the meaning every other execution must equal.
  virtual void run(const Graph& graph, TensorValues& values) const = 0;
  // Writes the layer's constants and its call into the module.
  virtual void emit(LayerEmitter& emitter) const = 0;

  // Tensor indices of what is computed from and computed; constants are the operator's own business.
  std::vector<int> inputs;
  std::vector<int> outputs;
};

}  // namespace bitstill::codegen
