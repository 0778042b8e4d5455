// The arena drawn in text and as SVG.
#include <gmock/gmock.h>

#include "codegen/inspect/arena_svg.h"
#include "codegen/inspect/arena_text.h"
#include "codegen/inspect/tables.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

using testing::HasSubstr;
using testing::Not;

// A dense layer of 8 inputs and 8 outputs: two tensors that are both alive.
Graph two_tensors() {
  tests::DenseShape shape;
  shape.inputs = 8;
  shape.outputs = 8;
  return tests::read(tests::dense_model(shape, 1));
}

TEST(ArenaText, DrawsEveryTensorOverItsAddressesAndOperators) {
  const Graph graph = two_tensors();
  MemoryPlan plan;
  plan.arena_bytes = 16;
  plan.placements = {{graph.inputs[0], 8, 8, 0, 0}, {graph.outputs[0], 8, 0, 0, 0}};
  const std::string input = "t" + std::to_string(graph.inputs[0]);
  const std::string output = "t" + std::to_string(graph.outputs[0]);
  EXPECT_EQ(arena_text(graph, plan, kAsciiCharacters), "       16 |" + input + "######\n" + "       12 |########\n" +
                                                           "        8 |" + output + "++++++\n" +
                                                           "        4 |++++++++\n"
                                                           "        0 +--------\n"
                                                           " operator  0\n");
  EXPECT_THAT(arena_text(graph, plan, kBlockCharacters), HasSubstr("░░░░"));
}

TEST(ArenaText, FitsAPageHoweverManyOperatorsThereAre) {
  tests::ModelWriter writer;
  int tensor = writer.add_tensor(tests::activation("input", {1, 4}, 1.0F / 256, -128));
  writer.set_inputs({tensor});
  for (int i = 0; i < 500; ++i) {
    const int next = writer.add_tensor(tests::activation("next", {1, 4}, 1.0F / 256, -128));
    writer.add_unary(tests::Unary::kLogistic, tensor, next);
    tensor = next;
  }
  writer.set_outputs({tensor});
  const Graph graph = tests::read(writer.finish());
  std::istringstream lines(arena_text(graph, plan_memory(graph), kAsciiCharacters));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 110U) << line;
}

TEST(LayerTable, GivesTheHeaviestLayerTheLongestBar) {
  Footprint whole;
  whole.layers = {{"conv_1", "CONV_2D", 2000, 100, 64}, {"conv_2", "CONV_2D", 10, 1, 64}, {"pool_1", "X", 0, 0, 64}};
  const std::string text = layer_table(whole, kAsciiCharacters);
  EXPECT_THAT(text, HasSubstr("  0  conv_1                 CONV_2D                     2,000         64        100  " +
                              std::string(20, '#') + "\n"));
  EXPECT_THAT(text, HasSubstr("          1  #\n"));
  EXPECT_THAT(text, HasSubstr("          0\n"));
}

TEST(ArenaSvg, HasARectangleForEveryTensorAndTwoBarsForEveryLayer) {
  const Graph graph = tests::read(tests::chain_model());
  const MemoryPlan plan = plan_memory(graph);
  const std::string svg = arena_svg(graph, plan, "chain.tflite");
  size_t rectangles = 0;
  for (size_t at = svg.find("<rect "); at != std::string::npos; at = svg.find("<rect ", at + 1)) ++rectangles;
  EXPECT_EQ(rectangles, plan.placements.size() + 2 * graph.operators.size());
  EXPECT_THAT(svg, HasSubstr("prefers-color-scheme: dark"));
  EXPECT_THAT(svg, HasSubstr("<title>dense_1: 24 multiply-adds</title>"));
}

TEST(ArenaSvg, NamesInTheFileCannotBreakThePage) {
  Graph graph = two_tensors();
  graph.tensors[static_cast<size_t>(graph.inputs[0])].name = "<script>&\xff\x01";
  const std::string svg = arena_svg(graph, plan_memory(graph), "\"<x>&.tflite");
  EXPECT_THAT(svg, HasSubstr("&lt;script&gt;&amp;??"));
  EXPECT_THAT(svg, HasSubstr("&lt;x&gt;&amp;.tflite"));
  EXPECT_THAT(svg, Not(HasSubstr("<script>")));
}

}  // namespace
}  // namespace bitstill::codegen
