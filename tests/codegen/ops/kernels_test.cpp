// The portable kernels, compiled as the device compiles them, against the reference executor: every byte, many shapes.
#include <gtest/gtest.h>

#include "codegen/arithmetic/reciprocal.h"
#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/fully_connected/fully_connected.h"
#include "codegen/ops/fully_connected/kernel.h"
#include "codegen/ops/lookup/kernel.h"
#include "codegen/ops/lookup/lookup.h"
#include "codegen/ops/softmax/kernel.h"
#include "codegen/ops/softmax/softmax.h"
#include "codegen/reference/executor.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::DenseShape;
using tests::ModelWriter;
using tests::Random;

std::vector<int8_t> reference_output(const Graph& graph, const std::vector<uint8_t>& input) {
  Executor executor(graph);
  executor.run(input);
  const auto bytes = executor.outputs();
  return {bytes.begin(), bytes.end()};
}

const int8_t* as_int8(const std::vector<uint8_t>& bytes) { return reinterpret_cast<const int8_t*>(bytes.data()); }

// The layer's own numbers turned into what the emitter would print.
std::vector<int8_t> dense_by_kernel(const ops::FullyConnected& layer, const std::vector<uint8_t>& input) {
  std::vector<uint8_t> offset_weights;
  for (const int8_t weight : layer.filters.weights) offset_weights.push_back(static_cast<uint8_t>(weight + 128));
  const std::vector<int32_t> bias = layer.filters.folded_bias(layer.input_zero_point);
  const bitstill::ops::FullyConnected constants{
      layer.rows,      layer.filters.taps, layer.filters.outputs, layer.output_zero_point,
      layer.clamp.low, layer.clamp.high};
  std::vector<int8_t> output(static_cast<size_t>(layer.rows * layer.filters.outputs));
  if (layer.filters.scales.size() == 1) {
    bitstill::ops::fully_connected(constants, as_int8(input), offset_weights.data(), bias.data(),
                                   arithmetic::UniformScale{layer.filters.scales[0]}, output.data());
  } else {
    bitstill::ops::fully_connected(constants, as_int8(input), offset_weights.data(), bias.data(),
                                   layer.filters.scales.data(), output.data());
  }
  return output;
}

TEST(FullyConnectedKernel, EqualsTheReferenceForEveryRemainderOfItsBlocks) {
  Random random(11);
  for (int32_t outputs = 1; outputs <= 7; ++outputs) {
    for (int32_t inputs = 1; inputs <= 9; ++inputs) {
      for (const bool per_channel : {false, true}) {
        const Graph graph = tests::read(tests::dense_model(
            {.rows = 1 + outputs % 3, .inputs = inputs, .outputs = outputs, .per_channel = per_channel},
            static_cast<uint32_t>(outputs * 100 + inputs)));
        const auto& layer = dynamic_cast<const ops::FullyConnected&>(*graph.operators[0]);
        const auto input = random.bytes(static_cast<size_t>(graph.input_bytes()));
        EXPECT_EQ(dense_by_kernel(layer, input), reference_output(graph, input)) << outputs << " x " << inputs;
      }
    }
  }
}

TEST(FullyConnectedKernel, ClampsLikeTheFusedActivation) {
  Random random(12);
  for (const auto fused : {tests::Activation::kRelu, tests::Activation::kRelu6, tests::Activation::kReluN1To1}) {
    const Graph graph = tests::read(tests::dense_model({.inputs = 30, .outputs = 11, .activation = fused}, 77));
    const auto& layer = dynamic_cast<const ops::FullyConnected&>(*graph.operators[0]);
    const auto input = random.bytes(30);
    EXPECT_EQ(dense_by_kernel(layer, input), reference_output(graph, input));
    const int32_t zero = fused == tests::Activation::kReluN1To1 ? -7 - 10 : -7;
    EXPECT_EQ(layer.clamp.low, zero);
  }
}

TEST(SoftmaxKernel, EqualsTheReferenceOverScalesAndDepths) {
  Random random(13);
  for (const float scale : {0.0005F, 0.01F, 0.1F, 0.9F, 5.0F}) {
    for (const int32_t depth : {1, 2, 10, 37}) {
      ModelWriter writer;
      const int in = writer.add_tensor(activation("x", {3, depth}, scale, 4));
      const int out = writer.add_tensor(activation("y", {3, depth}, 1.0F / 256, -128));
      writer.add_softmax(in, out);
      writer.set_inputs({in});
      writer.set_outputs({out});
      const Graph graph = tests::read(writer.finish());
      const auto& layer = dynamic_cast<const ops::Softmax&>(*graph.operators[0]);
      const auto input = random.bytes(static_cast<size_t>(3 * depth));
      std::vector<int8_t> output(input.size());
      bitstill::ops::softmax({3, depth, static_cast<int32_t>(layer.exponentials.size())}, as_int8(input),
                             layer.exponentials.data(), output.data());
      EXPECT_EQ(output, reference_output(graph, input)) << scale << " " << depth;
    }
  }
}

TEST(LookupKernel, IndexesFromMinus128) {
  int8_t table[256];
  for (int i = 0; i < 256; ++i) table[i] = static_cast<int8_t>(127 - i);
  const int8_t input[3] = {-128, 0, 127};
  int8_t output[3];
  bitstill::ops::lookup(3, input, table, output);
  EXPECT_EQ(output[0], 127);
  EXPECT_EQ(output[1], -1);
  EXPECT_EQ(output[2], -128);
}

}  // namespace
}  // namespace bitstill::codegen
