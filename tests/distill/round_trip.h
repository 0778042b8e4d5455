// One student through all its executions: fake-quant, simulate(), and the artifact read back and run by the reference
// executor. Each pair is compared byte by byte.
#pragma once

#include <gtest/gtest.h>

#include "codegen/reference/executor.h"
#include "codegen/tflite/reader.h"
#include "distill/export/artifact.h"
#include "distill/quantize/quantized_student.h"
#include "distill/quantize/simulate.h"
#include "train/models/network.h"

namespace bitstill::tests {

// A float network whose batch norms have seen data and whose biases are not all small.
inline train::Network settled(const train::NetworkPlan& plan, const torch::Tensor& x) {
  train::Network network(plan);
  {
    const torch::NoGradGuard no_gradients;
    for (auto& parameter : network.named_parameters()) {
      if (parameter.key().find("bias") != std::string::npos) torch::nn::init::normal_(parameter.value(), 0, 0.3);
    }
    network.train();
    for (int i = 0; i < 4; ++i) network.forward(x);
  }
  network.eval();
  return network;
}

inline std::vector<int8_t> int8_vector(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.contiguous();
  return {flat.data_ptr<int8_t>(), flat.data_ptr<int8_t>() + flat.numel()};
}

// The tensor of the artifact that holds what `block` gives.
inline int tensor_of(const codegen::Graph& graph, const distill::IntegerBlock& block, bool last) {
  for (const codegen::Tensor& tensor : graph.tensors) {
    if (tensor.name == (last ? "output" : block.block.name)) return tensor.index;
  }
  return -1;
}

// Every byte of every block over all samples of `x` [n, input shape...].
inline void expect_one_meaning(distill::QuantizedStudent& quantized, const train::NetworkPlan& plan,
                               const torch::Tensor& x) {
  const torch::NoGradGuard no_gradients;
  quantized.eval();
  const std::vector<int8_t> inputs = int8_vector(distill::quantize(x, quantized.input_grid()).int8());
  const distill::IntegerNetwork network = quantized.integers();
  const auto simulated = distill::simulate(network, inputs);
  const size_t logits = simulated.size() - (plan.ends_with_softmax() ? 2 : 1);
  EXPECT_EQ(simulated.at(logits), int8_vector(quantized.forward_integers(x).int8())) << "simulate() and fake-quant";

  const auto graph = codegen::tflite::read_model(distill::write_artifact(network, "{}"), "student.tflite");
  codegen::Executor executor(graph);
  const size_t samples = static_cast<size_t>(x.size(0)), bytes = inputs.size() / samples;
  for (size_t sample = 0; sample < samples; ++sample) {
    executor.run({reinterpret_cast<const uint8_t*>(inputs.data()) + sample * bytes, bytes});
    for (size_t i = 0; i < simulated.size(); ++i) {
      const int tensor = tensor_of(graph, network.blocks[i], i + 1 == simulated.size());
      ASSERT_GE(tensor, 0) << network.blocks[i].block.name;
      const auto given = executor.bytes(tensor);
      const auto expected = simulated[i].begin() + static_cast<std::ptrdiff_t>(given.size() * sample);
      ASSERT_TRUE(std::equal(given.begin(), given.end(), expected,
                             [](uint8_t byte, int8_t q) { return static_cast<int8_t>(byte) == q; }))
          << "sample " << sample << ", " << network.blocks[i].block.name;
    }
  }
}

// Initialises, calibrates and then trains a few steps, so that ranges have moved; compares after each.
inline void round_trip(const train::NetworkPlan& plan, configs::QuantizationConfig config = {}) {
  torch::manual_seed(7);
  std::vector<int64_t> sizes{24};
  sizes.insert(sizes.end(), plan.input_shape.begin(), plan.input_shape.end());
  const torch::Tensor x = torch::randn(sizes) * 2 + 0.5;
  const train::Network network = settled(plan, x);
  config.observer_momentum = 0.5;
  distill::QuantizedStudent quantized(plan, config);
  quantized.copy_folded(network);
  quantized.calibrate(x);
  expect_one_meaning(quantized, plan, x);
  if (testing::Test::HasFatalFailure() || config.method == "ptq") return;

  torch::optim::Adam optimizer(quantized.parameters(), torch::optim::AdamOptions(0.003));
  const torch::Tensor target = quantized.forward(x).detach() + torch::randn({24, plan.blocks.back().outputs()});
  quantized.train();
  for (int step = 0; step < 3; ++step) {
    optimizer.zero_grad();
    (quantized.forward(x) - target).square().mean().backward();
    for (const auto& parameter : quantized.named_parameters()) {
      ASSERT_TRUE(parameter.value().grad().defined()) << parameter.key();
      if (step > 0) continue;
      EXPECT_GT(parameter.value().grad().abs().sum().item<float>(), 0) << parameter.key();
    }
    optimizer.step();
  }
  expect_one_meaning(quantized, plan, x);
}

}  // namespace bitstill::tests
