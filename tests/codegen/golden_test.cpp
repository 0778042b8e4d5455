// The reference executor against TFLite Micro's own outputs: every model of operators we have, every sample, every
// byte.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "codegen/reference/executor.h"
#include "configs/support/files.h"
#include "tests/shared.h"

namespace bitstill::codegen {
namespace {

namespace fs = std::filesystem;

struct Comparison {
  size_t samples = 0;
  size_t tensors = 0;
};

// Runs every sample of a golden folder, with passes and without; compares outputs.bin and whatever dump/ holds.
Comparison compare_with_golden(const fs::path& folder, const std::string& inputs_name, const std::string& outputs_name,
                               bool with_dump) {
  const Graph graph = load_graph(folder / "model.tflite", false);
  const auto inputs = read_file(folder / inputs_name);
  const auto outputs = read_file(folder / outputs_name);
  const auto sample_bytes = static_cast<size_t>(graph.input_bytes());
  std::map<int, std::vector<uint8_t>> dumps;
  if (with_dump && fs::exists(folder / "dump")) {
    for (const Tensor& tensor : graph.tensors) {
      const fs::path file = folder / "dump" / fmt::format("t{}.bin", tensor.index);
      if (fs::exists(file)) dumps[tensor.index] = read_file(file);
    }
  }

  EXPECT_EQ(inputs.size() % sample_bytes, 0u);
  const Graph rewritten = load_graph(folder / "model.tflite", true);
  Executor with_passes(rewritten);
  Comparison comparison;
  comparison.tensors = dumps.size();
  Executor executor(graph);
  for (size_t at = 0, sample = 0; at < inputs.size(); at += sample_bytes, ++sample) {
    executor.run(std::span(inputs).subspan(at, sample_bytes));
    const auto got = executor.outputs();
    with_passes.run(std::span(inputs).subspan(at, sample_bytes));
    EXPECT_EQ(with_passes.outputs(), got) << folder << ", sample " << sample << ", with passes";
    EXPECT_TRUE(std::equal(got.begin(), got.end(), outputs.begin() + static_cast<std::ptrdiff_t>(sample * got.size())))
        << folder << ", sample " << sample;
    for (const auto& [index, expected] : dumps) {
      const auto bytes = executor.bytes(index);
      EXPECT_TRUE(
          std::equal(bytes.begin(), bytes.end(), expected.begin() + static_cast<std::ptrdiff_t>(sample * bytes.size())))
          << folder << ", sample " << sample << ", tensor t" << index;
    }
    ++comparison.samples;
  }
  EXPECT_EQ(outputs.size(), comparison.samples * static_cast<size_t>(graph.output_bytes()));
  return comparison;
}

struct Network {
  const char* name;
  size_t dumped_tensors;
};

class GoldenNetwork : public testing::TestWithParam<Network> {};

TEST_P(GoldenNetwork, OutputsAndEveryDumpedTensorOfEverySample) {
  const std::string name = std::string("golden/") + GetParam().name;
  BITSTILL_NEED_SHARED(name);
  const fs::path folder = tests::shared_path(name);
  const Comparison comparison = compare_with_golden(folder, "inputs.bin", "outputs.bin", true);
  EXPECT_EQ(comparison.samples, 67u);
  EXPECT_EQ(comparison.tensors, GetParam().dumped_tensors);
  if (!fs::exists(folder / "inputs_real.bin")) return;
  EXPECT_GT(compare_with_golden(folder, "inputs_real.bin", "outputs_real.bin", false).samples, 0u);
}

INSTANTIATE_TEST_SUITE_P(Networks, GoldenNetwork,
                         testing::Values(Network{"hello_world_int8", 4}, Network{"ad01", 11},
                                         Network{"micro_speech", 5}, Network{"kws_ref", 14}, Network{"resnet8", 17},
                                         Network{"person_detect", 0}, Network{"simple_add_model", 0}),
                         [](const auto& param) { return std::string(param.param.name); });

class GoldenOperator : public testing::TestWithParam<const char*> {};

TEST_P(GoldenOperator, EveryModelOfItIsExact) {
  BITSTILL_NEED_SHARED("golden/ops");
  const std::string prefix = std::string(GetParam()) + "_";
  size_t models = 0;
  for (const auto& entry : fs::directory_iterator(tests::shared_path("golden/ops"))) {
    const std::string name = entry.path().filename().string();
    if (name.size() != prefix.size() + 2 || !name.starts_with(prefix)) continue;
    EXPECT_EQ(compare_with_golden(entry.path(), "inputs.bin", "outputs.bin", false).samples, 11u) << name;
    ++models;
  }
  EXPECT_GE(models, prefix == "relu6_" ? 2u : 5u);
}

INSTANTIATE_TEST_SUITE_P(Operators, GoldenOperator,
                         testing::Values("add", "arg_max", "average_pool_2d", "chain", "concatenation", "conv_2d",
                                         "depthwise_conv_2d", "expand_dims", "fully_connected", "hard_swish",
                                         "leaky_relu", "logistic", "max_pool_2d", "maximum", "mean", "minimum", "mul",
                                         "pad", "padv2", "prelu", "quantize", "relu", "relu6", "reshape",
                                         "resize_nearest_neighbor", "softmax", "split", "squeeze", "strided_slice",
                                         "sub", "tanh", "transpose", "transpose_conv"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace bitstill::codegen
