// A graph as JSON: the same numbers that `bitstill inspect` prints.
#include "codegen/inspection.h"

#include <gtest/gtest.h>

#include "codegen/memory/plan.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

TEST(Inspection, SumsOfLayersAreTheGraphsOwnNumbers) {
  const Graph graph = tests::read(tests::chain_model());
  const auto json = inspection(graph);
  int64_t macs = 0, parameter_bytes = 0;
  for (const auto& layer : json["layers"]) {
    macs += layer["macs"].get<int64_t>();
    parameter_bytes += layer["parameter_bytes"].get<int64_t>();
  }
  EXPECT_EQ(json["layers"].size(), graph.operators.size());
  EXPECT_EQ(macs, graph.macs());
  EXPECT_EQ(parameter_bytes, graph.parameter_bytes());
}

TEST(Inspection, PlacesEachTensorWhereThePlanDoes) {
  const Graph graph = tests::read(tests::chain_model());
  const MemoryPlan plan = plan_memory(graph);
  const auto json = inspection(graph);
  EXPECT_EQ(json["arena_bytes"], plan.arena_bytes);
  ASSERT_EQ(json["memory"].size(), plan.placements.size());
  for (size_t i = 0; i < plan.placements.size(); ++i) {
    const Placement& placement = plan.placements[i];
    EXPECT_EQ(json["memory"][i]["tensor"], placement.tensor);
    EXPECT_EQ(json["memory"][i]["offset"], placement.offset);
    EXPECT_EQ(json["memory"][i]["last"], placement.last);
    EXPECT_EQ(json["memory"][i]["written_by"], json["layers"][static_cast<size_t>(placement.first)]["name"]);
  }
}

TEST(Inspection, SaysWhichOutputLiesOverItsInput) {
  const Graph graph = tests::read(tests::chain_model());
  const auto json = inspection(graph);
  int over = 0;
  for (const auto& placement : json["memory"]) over += placement.contains("over") ? 1 : 0;
  EXPECT_GT(over, 0);  // a logistic writes over what it has read
}

TEST(Inspection, FlashOfLayersAndQuantisationOfBordersAreInIt) {
  const Graph graph = tests::read(tests::chain_model());
  const auto json = inspection(graph);
  int64_t flash_bytes = 0;
  for (const auto& layer : json["layers"]) flash_bytes += layer["flash_bytes"].get<int64_t>();
  EXPECT_EQ(json["flash_bytes"], flash_bytes);
  EXPECT_EQ(json["inputs"][0]["zero_point"], -128);
  EXPECT_EQ(json["layers"][1]["output_zero_point"], -128);
}

TEST(Inspection, NamesThatAreNoTextAreMadeReadable) {
  Graph graph = tests::read(tests::chain_model());
  for (Tensor& tensor : graph.tensors) tensor.name = "a\xff\x01";
  EXPECT_EQ(inspection(graph)["inputs"][0]["name"], "a??");
  EXPECT_NO_THROW(inspection(graph).dump());
}

}  // namespace
}  // namespace bitstill::codegen
