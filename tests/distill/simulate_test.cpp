// The plain-integer run of a network: against TFLite Micro's own outputs, and against the reference executor.
#include "distill/quantize/simulate.h"

#include <gtest/gtest.h>

#include "codegen/codegen.h"
#include "codegen/reference/executor.h"
#include "codegen/tflite/reader.h"
#include "configs/support/files.h"
#include "distill/export/artifact.h"
#include "distill/quantize/quantized_student.h"
#include "tests/distill/integer_network_of.h"
#include "tests/shared.h"
#include "tests/train/layers.h"

namespace bitstill::distill {
namespace {

namespace fs = std::filesystem;
using tests::layer;

std::vector<int8_t> signed_bytes(const std::vector<uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

// Returns how many output bytes were compared.
size_t compare_with_golden(const fs::path& folder, const std::string& inputs, const std::string& outputs) {
  const codegen::Graph graph = codegen::load_graph(folder / "model.tflite", false);
  const auto simulated = simulate(tests::integer_network_of(graph), signed_bytes(read_file(folder / inputs)));
  EXPECT_EQ(simulated.back(), signed_bytes(read_file(folder / outputs))) << folder;
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const fs::path dump = folder / "dump" / fmt::format("t{}.bin", graph.operators[i]->outputs.at(0));
    if (!fs::exists(dump)) continue;
    EXPECT_EQ(simulated[i], signed_bytes(read_file(dump))) << dump;
  }
  return simulated.back().size();
}

TEST(Simulate, GivesEveryByteOfTheDenseGoldenModels) {
  BITSTILL_NEED_SHARED("golden/ad01");
  for (const char* model : {"golden/hello_world_int8", "golden/ad01"}) {
    const fs::path folder = tests::shared_path(model);
    const size_t outputs = compare_with_golden(folder, "inputs.bin", "outputs.bin");
    EXPECT_EQ(outputs % 67, 0u);
    EXPECT_GT(outputs, 0u);
    // The dumps are of inputs.bin alone.
    const codegen::Graph graph = codegen::load_graph(folder / "model.tflite", false);
    EXPECT_EQ(simulate(tests::integer_network_of(graph), signed_bytes(read_file(folder / "inputs_real.bin"))).back(),
              signed_bytes(read_file(folder / "outputs_real.bin")));
  }
}

class SimulateGoldenOperator : public testing::TestWithParam<const char*> {};

TEST_P(SimulateGoldenOperator, EveryModelOfItIsExact) {
  BITSTILL_NEED_SHARED("golden/ops");
  const std::string prefix = std::string(GetParam()) + "_";
  size_t models = 0;
  for (const auto& entry : fs::directory_iterator(tests::shared_path("golden/ops"))) {
    const std::string name = entry.path().filename().string();
    if (name.size() != prefix.size() + 2 || !name.starts_with(prefix)) continue;
    EXPECT_GT(compare_with_golden(entry.path(), "inputs.bin", "outputs.bin"), 0u) << name;
    ++models;
  }
  EXPECT_GE(models, 6u);
}

INSTANTIATE_TEST_SUITE_P(Operators, SimulateGoldenOperator,
                         testing::Values("fully_connected", "reshape", "quantize", "softmax", "logistic", "tanh"),
                         [](const auto& param) { return std::string(param.param); });

class ExactStudent : public testing::TestWithParam<const char*> {};

// Fake-quant, simulation and reference executor on a student with `GetParam()` inside.
TEST_P(ExactStudent, HasOneMeaningInAllThreeExecutions) {
  torch::manual_seed(8);
  const auto plan =
      train::plan_network(tests::network({layer("dense", 24), layer("batch_norm"), layer(GetParam()),
                                          layer("dense", 16), layer(GetParam()), layer("dense", 5), layer("softmax")}),
                          {{6}, 5, true});
  train::Network network(plan);
  const torch::Tensor x = torch::randn({400, 6}) * 3;
  network.forward(x);
  QuantizedStudent quantized(plan, {});
  quantized.copy_folded(network);
  quantized.calibrate(x.slice(0, 0, 200));
  quantized.eval();
  const torch::Tensor inputs = quantize(x, quantized.input_grid()).int8().contiguous();
  const torch::Tensor logits = quantized.forward_integers(x).int8().contiguous();

  const IntegerNetwork integers = quantized.integers();
  const auto simulated = simulate(integers, {inputs.data_ptr<int8_t>(), static_cast<size_t>(inputs.numel())});
  const std::vector<int8_t>& before_softmax = simulated.at(simulated.size() - 2);
  EXPECT_EQ(before_softmax, std::vector<int8_t>(logits.data_ptr<int8_t>(), logits.data_ptr<int8_t>() + 400 * 5));

  const auto graph = codegen::tflite::read_model(write_artifact(integers, "{}"), "student.tflite");
  ASSERT_EQ(graph.operators.size(), simulated.size());
  codegen::Executor executor(graph);
  for (int64_t sample = 0; sample < 400; ++sample) {
    executor.run({reinterpret_cast<const uint8_t*>(inputs.data_ptr<int8_t>()) + sample * 6, 6});
    for (size_t i = 0; i < simulated.size(); ++i) {
      const auto bytes = executor.bytes(graph.operators[i]->outputs.at(0));
      const auto at = simulated[i].begin() + static_cast<std::ptrdiff_t>(bytes.size()) * sample;
      ASSERT_TRUE(std::equal(bytes.begin(), bytes.end(), at,
                             [](uint8_t byte, int8_t q) { return static_cast<int8_t>(byte) == q; }))
          << "sample " << sample << ", " << integers.blocks[i].block.name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Activations, ExactStudent, testing::Values("sigmoid", "tanh", "relu", "relu6"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace bitstill::distill
