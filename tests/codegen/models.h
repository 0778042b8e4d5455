// Small artifacts made in the test, so that the codegen tests need no files from outside.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "codegen/tflite/reader.h"
#include "codegen/tflite/writer.h"

namespace bitstill::tests {

using codegen::ElementType;
using codegen::Graph;
using codegen::Tensor;
using codegen::tflite::Activation;
using codegen::tflite::ModelWriter;
using codegen::tflite::Unary;

// xorshift32: the same numbers everywhere.
class Random {
 public:
  explicit Random(uint32_t seed) : state_(seed) {}
  uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }
  int8_t int8() { return static_cast<int8_t>(next()); }
  std::vector<uint8_t> bytes(size_t count) {
    std::vector<uint8_t> bytes(count);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(next());
    return bytes;
  }

 private:
  uint32_t state_;
};

inline Tensor activation(const std::string& name, std::vector<int32_t> shape, float scale, int32_t zero_point) {
  Tensor tensor;
  tensor.name = name;
  tensor.shape = std::move(shape);
  tensor.quantization = {{scale}, {zero_point}, 0};
  return tensor;
}

inline Tensor weights(const std::vector<int8_t>& values, int32_t outputs, std::vector<float> scales) {
  Tensor tensor = activation("weights", {outputs, static_cast<int32_t>(values.size()) / outputs}, 1, 0);
  tensor.quantization.zero_points.assign(scales.size(), 0);
  tensor.quantization.scales = std::move(scales);
  tensor.constant = true;
  tensor.data.assign(values.begin(), values.end());
  return tensor;
}

inline Tensor bias(const std::vector<int32_t>& values) {
  Tensor tensor = activation("bias", {static_cast<int32_t>(values.size())}, 1, 0);
  tensor.type = ElementType::kInt32;
  tensor.constant = true;
  tensor.data.assign(reinterpret_cast<const uint8_t*>(values.data()),
                     reinterpret_cast<const uint8_t*>(values.data() + values.size()));
  return tensor;
}

// A model of one input, one output and what `add` writes between them.
inline std::vector<uint8_t> between(const Tensor& input, const Tensor& output,
                                    const std::function<void(ModelWriter&, int input, int output)>& add) {
  ModelWriter writer;
  const int in = writer.add_tensor(input);
  const int out = writer.add_tensor(output);
  add(writer, in, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  return writer.finish();
}

struct DenseShape {
  int32_t rows = 1;
  int32_t inputs = 8;
  int32_t outputs = 5;
  bool per_channel = false;
  Activation activation = Activation::kNone;
  int32_t input_zero_point = 3;
  int32_t output_zero_point = -7;
};

// One fully connected layer with random weights and biases.
inline std::vector<uint8_t> dense_model(const DenseShape& shape, uint32_t seed) {
  Random random(seed);
  std::vector<int8_t> w(static_cast<size_t>(shape.inputs * shape.outputs));
  for (int8_t& value : w) value = random.int8();
  std::vector<int32_t> b(static_cast<size_t>(shape.outputs));
  for (int32_t& value : b) value = random.int8() * 50;
  std::vector<float> scales(shape.per_channel ? b.size() : 1);
  for (float& scale : scales) scale = 0.001F * static_cast<float>(random.next() % 9 + 1);

  ModelWriter writer;
  const int input = writer.add_tensor(activation("input", {shape.rows, shape.inputs}, 0.05F, shape.input_zero_point));
  const int w_index = writer.add_tensor(weights(w, shape.outputs, scales));
  const int b_index = writer.add_tensor(bias(b));
  const int output =
      writer.add_tensor(activation("output", {shape.rows, shape.outputs}, 0.1F, shape.output_zero_point));
  writer.add_fully_connected(input, w_index, b_index, output, shape.activation);
  writer.set_inputs({input});
  writer.set_outputs({output});
  return writer.finish();
}

// input [1, 2, 3, 1] -> reshape -> dense relu (4) -> logistic -> dense (3) -> softmax, with labels in its metadata.
inline std::vector<uint8_t> chain_model() {
  ModelWriter writer;
  const int input = writer.add_tensor(activation("input", {1, 2, 3, 1}, 1.0F / 255, -128));
  const int flat = writer.add_tensor(activation("flat", {1, 6}, 1.0F / 255, -128));
  std::vector<int8_t> w1(24), w2(12);
  Random random(5);
  for (int8_t& value : w1) value = random.int8();
  for (int8_t& value : w2) value = random.int8();
  const int weights1 = writer.add_tensor(weights(w1, 4, {0.01F}));
  const int bias1 = writer.add_tensor(bias({100, -200, 300, -400}));
  const int hidden = writer.add_tensor(activation("hidden", {1, 4}, 0.02F, -128));
  const int squashed = writer.add_tensor(activation("squashed", {1, 4}, 1.0F / 256, -128));
  const int weights2 = writer.add_tensor(weights(w2, 3, {0.02F}));
  const int bias2 = writer.add_tensor(bias({5, 6, 7}));
  const int logits = writer.add_tensor(activation("logits", {1, 3}, 0.03F, 10));
  const int output = writer.add_tensor(activation("output", {1, 3}, 1.0F / 256, -128));
  writer.add_reshape(input, flat);
  writer.add_fully_connected(flat, weights1, bias1, hidden, Activation::kRelu);
  writer.add_unary(Unary::kLogistic, hidden, squashed);
  writer.add_fully_connected(squashed, weights2, bias2, logits, Activation::kNone);
  writer.add_softmax(logits, output);
  writer.set_inputs({input});
  writer.set_outputs({output});
  writer.add_metadata("bitstill", R"({"labels":["yes","no","a \"quoted\" one"]})");
  return writer.finish();
}

inline Graph read(const std::vector<uint8_t>& artifact) { return codegen::tflite::read_model(artifact, "test.tflite"); }

}  // namespace bitstill::tests
