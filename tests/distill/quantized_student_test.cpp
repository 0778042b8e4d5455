// The whole fake-quantised student: folding, calibration, ranges held still, and what it exports.
#include "distill/quantize/quantized_student.h"

#include <gtest/gtest.h>

#include "codegen/reference/executor.h"
#include "codegen/tflite/reader.h"
#include "distill/export/artifact.h"
#include "distill/quantize/requantize.h"
#include "tests/train/layers.h"

namespace bitstill::distill {
namespace {

using tests::layer;

train::NetworkPlan classifier() {
  return train::plan_network(tests::network({layer("flatten"), layer("dense", 12), layer("batch_norm"), layer("relu"),
                                             layer("dropout", 0, 0.5), layer("dense", 6), layer("batch_norm"),
                                             layer("relu6"), layer("dense", 3), layer("softmax")}),
                             {{4, 2, 1}, 3, true});
}

// A network whose batch norms have seen data: gains, offsets and statistics all differ from their first values.
void settle(train::Network& network, const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  for (const train::DenseLayers& dense : network.dense_layers()) {
    if (dense.batch_norm.is_empty()) continue;
    torch::nn::init::uniform_(dense.batch_norm->weight, 0.5, 1.5);
    torch::nn::init::normal_(dense.batch_norm->bias, 0, 0.3);
  }
  network.train();
  for (int i = 0; i < 20; ++i) network.forward(inputs);
  network.eval();
}

TEST(FoldBatchNorm, LeavesTheOutputsAsTheyWere) {
  torch::manual_seed(2);
  train::Network network(train::plan_network(
      tests::network({layer("dense", 12), layer("batch_norm"), layer("relu"), layer("dense", 3)}), {{8}, 3, false}));
  const torch::Tensor x = torch::randn({64, 8}) * 2 + 1;
  settle(network, x);
  const FoldedDense first = fold_batch_norm(network.weights()[0]);
  const FoldedDense second = fold_batch_norm(network.weights()[1]);
  const torch::Tensor folded =
      torch::linear(torch::relu(torch::linear(x, first.weights, first.bias)), second.weights, second.bias);
  // The same sums in another order of float32 roundings: values of a few units, so about 1e-6 apart.
  EXPECT_TRUE(torch::allclose(folded, network.forward(x), 0, 1e-5));
}

TEST(QuantizedStudent, StaysCloseToTheFloatStudent) {
  torch::manual_seed(4);
  train::Network network(classifier());
  const torch::Tensor x = torch::rand({256, 4, 2, 1});
  settle(network, x);
  QuantizedStudent quantized(classifier(), {});
  quantized.copy_folded(network);
  quantized.calibrate(x);
  quantized.eval();
  const torch::Tensor difference = (quantized.forward(x) - network.forward(x)).abs();
  const double step = quantized.integers().blocks.back().input.scale;
  // Three layers each add about half a step of their own; a wrong scale or sign would be off by tens of steps.
  EXPECT_LT(difference.mean().item<double>(), 2 * step);
}

std::vector<Grid> output_grids(const QuantizedStudent& quantized) {
  std::vector<Grid> grids;
  for (const IntegerBlock& block : quantized.integers().blocks) grids.push_back(block.output);
  return grids;
}

TEST(QuantizedStudent, FollowsRangesOnlyWhileTrainingAndNotHeld) {
  torch::manual_seed(4);
  train::Network network(classifier());
  QuantizedStudent quantized(classifier(), {});
  quantized.copy_folded(network);
  quantized.calibrate(torch::rand({32, 4, 2, 1}));
  const torch::Tensor larger = torch::rand({32, 4, 2, 1}) * 10;
  const std::vector<Grid> before = output_grids(quantized);

  quantized.eval();
  quantized.forward(larger);
  EXPECT_EQ(output_grids(quantized), before);
  quantized.train();
  quantized.hold_ranges(true);
  quantized.forward(larger);
  EXPECT_EQ(output_grids(quantized), before);
  quantized.hold_ranges(false);
  quantized.forward(larger);
  EXPECT_NE(output_grids(quantized), before);
}

// Following batches would shrink it, and the ends of the input would saturate.
TEST(QuantizedStudent, KeepsTheInputGridItWasCalibratedWith) {
  torch::manual_seed(4);
  train::Network network(classifier());
  QuantizedStudent quantized(classifier(), {});
  quantized.copy_folded(network);
  quantized.calibrate(torch::rand({32, 4, 2, 1}));
  const Grid before = quantized.input_grid();
  quantized.train();
  for (int batch = 0; batch < 20; ++batch) quantized.forward(torch::rand({32, 4, 2, 1}) * 0.5);
  EXPECT_EQ(quantized.input_grid(), before);
}

class Scales : public testing::TestWithParam<const char*> {};

TEST_P(Scales, SendGradientsToEveryParameter) {
  torch::manual_seed(4);
  train::Network network(classifier());
  const torch::Tensor x = torch::rand({32, 4, 2, 1});
  settle(network, x);
  configs::QuantizationConfig config;
  config.scales = GetParam();
  QuantizedStudent quantized(classifier(), config);
  quantized.copy_folded(network);
  quantized.calibrate(x);
  quantized.train();
  quantized.forward(x).square().sum().backward();
  for (const auto& parameter : quantized.named_parameters()) {
    EXPECT_GT(parameter.value().grad().abs().sum().item<float>(), 0) << parameter.key();
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Scales, testing::Values("observed", "learned"),
                         [](const auto& info) { return std::string(info.param); });

// Two steps of training with momentum, the second with held ranges: the grids after each.
TEST(QuantizedStudent, LearnedScalesMoveByGradientUntilHeld) {
  torch::manual_seed(4);
  train::Network network(classifier());
  const torch::Tensor x = torch::rand({32, 4, 2, 1});
  settle(network, x);
  configs::QuantizationConfig config;
  config.scales = "learned";
  QuantizedStudent quantized(classifier(), config);
  quantized.copy_folded(network);
  quantized.calibrate(x);
  quantized.train();
  const std::vector<Grid> calibrated = output_grids(quantized);
  torch::optim::Adam optimizer(quantized.parameters(), torch::optim::AdamOptions(0.01));
  const auto step = [&] {
    optimizer.zero_grad();
    quantized.forward(x).square().sum().backward();
    optimizer.step();
  };
  step();
  const std::vector<Grid> learned = output_grids(quantized);
  EXPECT_NE(learned, calibrated);
  quantized.hold_ranges(true);
  step();
  step();
  EXPECT_EQ(output_grids(quantized), learned);
  quantized.hold_ranges(false);
  step();
  EXPECT_NE(output_grids(quantized), learned);
}

TEST(QuantizedStudent, StateIsInItsParametersAndBuffers) {
  torch::manual_seed(4);
  train::Network network(classifier());
  const torch::Tensor x = torch::rand({32, 4, 2, 1});
  settle(network, x);
  for (const char* scales : {"observed", "learned"}) {
    configs::QuantizationConfig config;
    config.scales = scales;
    config.observer = "mse";
    QuantizedStudent first(classifier(), config), second(classifier(), config);
    first.copy_folded(network);
    first.calibrate(x);
    const torch::NoGradGuard no_gradients;
    const auto from_parameters = first.parameters(), from_buffers = first.buffers();
    for (size_t i = 0; i < from_parameters.size(); ++i) second.parameters()[i].copy_(from_parameters[i]);
    for (size_t i = 0; i < from_buffers.size(); ++i) second.buffers()[i].copy_(from_buffers[i]);
    for (int batch = 0; batch < 2; ++batch) EXPECT_TRUE(first.forward(x * 2).equal(second.forward(x * 2))) << scales;
    EXPECT_EQ(output_grids(first), output_grids(second)) << scales;
  }
}

// Weights whose rounding errors all point one way, and inputs that are never negative: every sum is off the same way.
TEST(QuantizedStudent, BiasCorrectionTakesBackTheMeanErrorOfEveryChannel) {
  torch::manual_seed(4);
  const auto plan =
      train::plan_network(tests::network({layer("dense", 8), layer("relu"), layer("dense", 3)}), {{6}, 3, false});
  train::Network network(plan);
  {
    const torch::NoGradGuard no_gradients;
    network.dense_layers()[0].linear->weight.fill_(0.0145);  // 1.45 steps of the largest weight's grid
    network.dense_layers()[0].linear->weight[0][0] = 1.27;
  }
  const torch::Tensor x = torch::rand({500, 6});
  const auto errors = [&](bool correct) {
    configs::QuantizationConfig config;
    config.method = "ptq";
    config.bias_correction = correct;
    QuantizedStudent quantized(plan, config);
    quantized.copy_folded(network);
    quantized.calibrate(x);
    const IntegerNetwork integers = quantized.integers();
    std::vector<double> largest;  // per layer, in bias steps
    torch::Tensor real = x, whole = quantize(x, quantized.input_grid()).values;
    for (size_t i = 0; i < 2; ++i) {
      const IntegerBlock& block = integers.blocks[i];
      const torch::nn::Linear& linear = network.dense_layers()[i].linear;
      const torch::Tensor sums = torch::linear(real, linear->weight, linear->bias);
      const torch::Tensor weights =
          torch::tensor(std::vector<float>(block.weights.begin(), block.weights.end())).view_as(linear->weight);
      const torch::Tensor bias = torch::tensor(std::vector<float>(block.bias.begin(), block.bias.end()));
      const torch::Tensor accumulator = torch::linear(whole, weights, bias);
      const torch::Tensor error = (sums.to(torch::kDouble) / block.bias_scales[0] - accumulator).mean(0);
      largest.push_back(error.abs().max().item<double>());
      const auto how = Requantization{requantize_scales(block.input.scale, block.weight_scales, block.output.scale),
                                      block.output.zero_point, block.limits};
      whole = requantize(accumulator, how).values;
      real = torch::relu(sums);
    }
    return largest;
  };
  const std::vector<double> before = errors(false), after = errors(true);
  EXPECT_GT(before[0], 100);
  EXPECT_GT(before[1], 2);
  EXPECT_LT(after[0], 1);
  EXPECT_LT(after[1], 1);
}

// The root mean squared distance of a calibrated student from the float student it came from.
double rounding_error(const train::Network& network, const torch::Tensor& x,
                      const configs::QuantizationConfig& config) {
  QuantizedStudent quantized(network.plan(), config);
  quantized.copy_folded(network);
  quantized.calibrate(x);
  quantized.eval();
  train::Network reference = network;
  return (quantized.forward(x) - reference.forward(x)).square().mean().sqrt().item<double>();
}

TEST(QuantizedStudent, BiasCorrectionDoesNotHarmATrainedNetwork) {
  torch::manual_seed(9);
  train::Network network(train::plan_network(
      tests::network({layer("dense", 16), layer("relu"), layer("dense", 16), layer("relu"), layer("dense", 1)}),
      {{1}, 1, false}));
  const torch::Tensor x = torch::linspace(0, 6.2832, 512).unsqueeze(1);
  network.start_from(x);
  torch::optim::Adam optimizer(network.parameters(), torch::optim::AdamOptions(0.01));
  for (int step = 0; step < 400; ++step) {
    optimizer.zero_grad();
    torch::mse_loss(network.forward(x), torch::sin(x)).backward();
    optimizer.step();
  }
  const torch::NoGradGuard no_gradients;
  ASSERT_LT(torch::mse_loss(network.forward(x), torch::sin(x)).item<double>(), 0.01);
  configs::QuantizationConfig plain, corrected;
  plain.method = corrected.method = "ptq";
  corrected.bias_correction = true;
  EXPECT_LE(rounding_error(network, x, corrected), rounding_error(network, x, plain));
}

class ExportTest : public testing::TestWithParam<bool> {};

TEST_P(ExportTest, ReferenceExecutorGivesTheFakeQuantisedLogitsExactly) {
  torch::manual_seed(6);
  train::Network network(classifier());
  const torch::Tensor x = torch::rand({128, 4, 2, 1});
  settle(network, x);
  configs::QuantizationConfig config;
  config.per_channel = GetParam();
  QuantizedStudent quantized(classifier(), config);
  quantized.copy_folded(network);
  quantized.calibrate(x);
  quantized.eval();
  const torch::Tensor logits = quantized.forward_integers(x).int8().contiguous();
  const torch::Tensor inputs = quantize(x, quantized.input_grid()).int8().contiguous();

  const auto graph = codegen::tflite::read_model(write_artifact(quantized.integers(), "{}"), "student.tflite");
  codegen::Executor executor(graph);
  const int logits_tensor = graph.operators.back()->inputs.at(0);
  for (int64_t i = 0; i < 128; ++i) {
    executor.run({reinterpret_cast<const uint8_t*>(inputs.data_ptr<int8_t>()) + i * 8, 8});
    const auto bytes = executor.bytes(logits_tensor);
    for (int64_t k = 0; k < 3; ++k) {
      ASSERT_EQ(static_cast<int8_t>(bytes[static_cast<size_t>(k)]), logits.data_ptr<int8_t>()[i * 3 + k]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(WeightScales, ExportTest, testing::Values(false, true),
                         [](const auto& info) { return info.param ? "PerChannel" : "PerTensor"; });

// Four values through one dense layer each way, so that every exported number can be written down.
IntegerNetwork small_network() {
  IntegerNetwork network{{2, 1}, {0.5F, -128}, {}};
  const train::Block flatten{train::BlockKind::kFlatten, "flatten_1", {2, 1}, {2}};
  train::Block dense{train::BlockKind::kDense, "dense_1", {2}, {3}};
  dense.activation = train::FusedActivation::kRelu6;
  const train::Block tanh{train::BlockKind::kTanh, "tanh_1", {3}, {3}};
  const train::Block sigmoid{train::BlockKind::kSigmoid, "sigmoid_1", {3}, {3}};
  const train::Block softmax{train::BlockKind::kSoftmax, "softmax_1", {3}, {3}};
  const Grid middle{0.05F, -128};
  network.blocks = {{flatten, network.input, network.input, {}, {}, {}, {}},
                    {dense, network.input, middle, {1, -2, 3, -4, 127, -127}, {5, -6, 700000}, {0.25F}, {0.125F}},
                    {tanh, middle, kTanhGrid, {}, {}, {}, {}},
                    {sigmoid, kTanhGrid, kSigmoidGrid, {}, {}, {}, {}},
                    {softmax, kSigmoidGrid, kSoftmaxGrid, {}, {}, {}, {}}};
  for (size_t i = 0; i < network.blocks.size(); ++i) network.blocks[i].block.sources = {static_cast<int>(i) - 1};
  return network;
}

TEST(WriteArtifact, StoresEveryNumberUnderItsName) {
  const auto graph = codegen::tflite::read_model(write_artifact(small_network(), "{\"format\":1}"), "student.tflite");
  EXPECT_EQ(graph.metadata, "{\"format\":1}");
  std::vector<std::string> operators, names;
  for (const auto& node : graph.operators) operators.emplace_back(node->name());
  EXPECT_EQ(operators, (std::vector<std::string>{"RESHAPE", "FULLY_CONNECTED", "TANH", "LOGISTIC", "SOFTMAX"}));
  for (const auto& tensor : graph.tensors) names.push_back(tensor.name);
  EXPECT_EQ(names, (std::vector<std::string>{"input", "flatten_1", "dense_1/weights", "dense_1/bias", "dense_1",
                                             "tanh_1", "sigmoid_1", "output"}));

  const codegen::Tensor& input = graph.tensor(0);
  EXPECT_EQ(input.shape, (std::vector<int32_t>{1, 2, 1}));
  EXPECT_EQ(input.quantization.scale(), 0.5F);
  EXPECT_EQ(input.quantization.zero_point(), -128);
  const codegen::Tensor& weights = graph.tensor(2);
  EXPECT_EQ(weights.shape, (std::vector<int32_t>{3, 2}));
  EXPECT_EQ(weights.int8_values(), (std::vector<int8_t>{1, -2, 3, -4, 127, -127}));
  EXPECT_EQ(weights.quantization.scales, (std::vector<float>{0.25F}));
  const codegen::Tensor& bias = graph.tensor(3);
  EXPECT_EQ(bias.int32_values(), (std::vector<int32_t>{5, -6, 700000}));
  EXPECT_EQ(bias.quantization.scales, (std::vector<float>{0.125F}));
  EXPECT_EQ(graph.operators[1]->parameters(), "clamp [-128, -8], one weight scale");
  EXPECT_EQ(graph.tensor(5).quantization.scale(), 1.0F / 128);
  EXPECT_EQ(graph.outputs, (std::vector<int>{7}));
}

TEST(WriteArtifact, SameNetworkSameBytes) {
  EXPECT_EQ(write_artifact(small_network(), "{}"), write_artifact(small_network(), "{}"));
}

}  // namespace
}  // namespace bitstill::distill
