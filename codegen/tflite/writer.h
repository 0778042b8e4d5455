// Writes a standard int8 .tflite file, operator by operator. The one place in the project that builds the flatbuffer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "codegen/graph/tensor.h"

namespace bitstill::codegen::tflite {

enum class Activation { kNone, kRelu, kReluN1To1, kRelu6 };

class ModelWriter {
 public:
  ModelWriter();
  ~ModelWriter();

  // Adds a tensor and returns its index in the file. A tensor with `constant` set carries its data.
  int add_tensor(const Tensor& tensor);

  // Operators, in execution order. All arguments are tensor indices.
  void add_fully_connected(int input, int weights, int bias, int output, Activation activation);
  void add_reshape(int input, int output);  // to the output tensor's own shape
  void add_softmax(int input, int output);  // beta 1
  void add_logistic(int input, int output);
  void add_tanh(int input, int output);
  void add_quantize(int input, int output);

  void set_inputs(const std::vector<int>& tensors);
  void set_outputs(const std::vector<int>& tensors);
  void add_metadata(const std::string& name, const std::string& text);

  // The file's bytes: the same calls give the same bytes.
  std::vector<uint8_t> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bitstill::codegen::tflite
