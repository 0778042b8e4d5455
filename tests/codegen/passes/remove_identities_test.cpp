// Removing identities keeps every output byte and says what went.
#include <gtest/gtest.h>

#include "codegen/passes/passes.h"
#include "codegen/reference/executor.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

std::vector<uint8_t> outputs_for(const Graph& graph, uint32_t seed) {
  Executor executor(graph);
  executor.run(tests::Random(seed).bytes(static_cast<size_t>(graph.input_bytes())));
  return executor.outputs();
}

TEST(RemoveIdentities, DropsTheReshapeAndKeepsEveryOutputByte) {
  const Graph before = tests::read(tests::chain_model());
  Graph after = tests::read(tests::chain_model());
  passes::remove_identities(after);
  ASSERT_EQ(after.operators.size(), 4u);
  ASSERT_EQ(after.fused.size(), 1u);
  EXPECT_EQ(after.fused[0].operator_name, "RESHAPE");
  EXPECT_EQ(after.operators[0]->inputs, std::vector<int>{0});
  for (uint32_t seed = 1; seed <= 20; ++seed) EXPECT_EQ(outputs_for(before, seed), outputs_for(after, seed));
}

Graph reshapes_only(int count) {
  tests::ModelWriter writer;
  int last = writer.add_tensor(tests::activation("t", {1, 6}, 0.1F, 0));
  writer.set_inputs({last});
  for (int i = 0; i < count; ++i) {
    const int next = writer.add_tensor(
        tests::activation("t", i % 2 == 0 ? std::vector<int32_t>{2, 3} : std::vector<int32_t>{6}, 0.1F, 0));
    writer.add_reshape(last, next);
    last = next;
  }
  writer.set_outputs({last});
  return tests::read(writer.finish());
}

TEST(RemoveIdentities, KeepsOneCopyBetweenAGraphInputAndAGraphOutput) {
  Graph graph = reshapes_only(3);
  passes::remove_identities(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  EXPECT_EQ(graph.fused.size(), 2u);
  EXPECT_EQ(outputs_for(graph, 9), outputs_for(reshapes_only(3), 9));
}

TEST(RemoveIdentities, GivesTheGraphOutputsNameToWhatComputesIt) {
  tests::ModelWriter writer;
  const int in = writer.add_tensor(tests::activation("in", {1, 6}, 0.1F, 0));
  const int middle = writer.add_tensor(tests::activation("middle", {1, 6}, 1.0F / 128, 0));
  const int out = writer.add_tensor(tests::activation("out", {2, 3}, 1.0F / 128, 0));
  writer.add_unary(codegen::tflite::Unary::kTanh, in, middle);
  writer.add_reshape(middle, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  Graph graph = tests::read(writer.finish());
  passes::remove_identities(graph);
  ASSERT_EQ(graph.operators.size(), 1u);
  EXPECT_EQ(graph.operators[0]->outputs, std::vector<int>{out});
}

TEST(RemoveIdentities, TakesRequantisingThatKeepsEveryByteForAnIdentityAndNoOther) {
  for (const float scale : {0.1F, 0.1000001F, 0.101F}) {
    tests::ModelWriter writer;
    const int in = writer.add_tensor(tests::activation("in", {1, 6}, 0.05F, 0));
    const int a = writer.add_tensor(tests::activation("a", {1, 6}, 0.1F, 0));
    const int b = writer.add_tensor(tests::activation("b", {1, 6}, scale, 0));
    writer.add_unary(codegen::tflite::Unary::kQuantize, in, a);
    writer.add_unary(codegen::tflite::Unary::kQuantize, a, b);
    writer.set_inputs({in});
    writer.set_outputs({b});
    Graph graph = tests::read(writer.finish());
    passes::remove_identities(graph);
    EXPECT_EQ(graph.operators.size(), scale < 0.1005F ? 1u : 2u);
  }
}

}  // namespace
}  // namespace bitstill::codegen
