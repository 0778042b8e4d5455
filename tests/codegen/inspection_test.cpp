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

}  // namespace
}  // namespace bitstill::codegen
