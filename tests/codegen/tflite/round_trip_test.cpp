// What the writer writes, the reader reads; and the reader meets hostile files without a crash.
#include <gtest/gtest.h>

#include "codegen/reference/executor.h"
#include "configs/support/error.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

TEST(RoundTrip, KeepsTensorsOperatorsBordersAndMetadata) {
  const Graph graph = tests::read(tests::chain_model());
  ASSERT_EQ(graph.operators.size(), 5u);
  EXPECT_EQ(graph.operators[0]->name(), "RESHAPE");
  EXPECT_EQ(graph.operators[1]->name(), "FULLY_CONNECTED");
  EXPECT_EQ(graph.operators[2]->name(), "LOGISTIC");
  EXPECT_EQ(graph.operators[3]->name(), "FULLY_CONNECTED");
  EXPECT_EQ(graph.operators[4]->name(), "SOFTMAX");
  EXPECT_EQ(graph.inputs, std::vector<int>{0});
  EXPECT_EQ(graph.outputs, std::vector<int>{9});
  EXPECT_EQ(graph.tensor(0).shape, (std::vector<int32_t>{1, 2, 3, 1}));
  EXPECT_EQ(graph.tensor(4).quantization.scale(), 0.02F);
  EXPECT_EQ(graph.tensor(8).quantization.zero_point(), 10);
  EXPECT_EQ(graph.tensor(3).int32_values(), (std::vector<int32_t>{100, -200, 300, -400}));
  EXPECT_EQ(graph.macs(), 24 + 12);
  EXPECT_EQ(graph.parameter_bytes(), 24 + 16 + 12 + 12);
  EXPECT_EQ(graph.metadata, R"({"labels":["yes","no","a \"quoted\" one"]})");
}

TEST(RoundTrip, SameCallsGiveTheSameBytes) { EXPECT_EQ(tests::chain_model(), tests::chain_model()); }

TEST(RoundTrip, PerChannelScalesKeepTheirAxis) {
  const Graph graph = tests::read(tests::dense_model({.per_channel = true}, 3));
  EXPECT_EQ(graph.tensor(1).quantization.scales.size(), 5u);
  EXPECT_EQ(graph.tensor(1).quantization.axis, 0);
}

TEST(HostileFile, EveryTruncationIsRefused) {
  const auto artifact = tests::chain_model();
  for (size_t length = 0; length < artifact.size(); ++length) {
    const std::vector<uint8_t> cut(artifact.begin(), artifact.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_THROW(tests::read(cut), Error) << length << " of " << artifact.size() << " bytes";
  }
}

// Any byte changed to any of several values: the file is refused in a sentence or still is a model that runs.
TEST(HostileFile, EveryFlippedByteIsRefusedOrRuns) {
  const auto artifact = tests::chain_model();
  int refused = 0;
  for (size_t at = 0; at < artifact.size(); ++at) {
    for (const uint8_t change : {0x01, 0x40, 0x80, 0xff}) {
      auto damaged = artifact;
      damaged[at] ^= change;
      try {
        const Graph graph = tests::read(damaged);
        if (graph.input_bytes() > 1 << 20) continue;
        Executor executor(graph);
        executor.run(std::vector<uint8_t>(static_cast<size_t>(graph.input_bytes()), 0x17));
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("test.tflite: "), std::string::npos) << error.what();
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(HostileFile, NamesCannotLeaveAComment) {
  tests::ModelWriter writer;
  const int input = writer.add_tensor(tests::activation("in\n#include \"evil\" \\", {1, 4}, 0.1F, 0));
  const int output = writer.add_tensor(tests::activation("out", {1, 4}, 1.0F / 128, 0));
  writer.add_unary(codegen::tflite::Unary::kTanh, input, output);
  writer.set_inputs({input});
  writer.set_outputs({output});
  EXPECT_EQ(tests::read(writer.finish()).tensor(0).name, "in?#include \"evil\" ?");
}

}  // namespace
}  // namespace bitstill::codegen
