// The memory plan: tensors alive together never overlap, and dense chains reach the liveness bound.
#include <gtest/gtest.h>

#include "codegen/codegen.h"
#include "codegen/memory/plan.h"
#include "tests/codegen/models.h"
#include "tests/shared.h"

namespace bitstill::codegen {
namespace {

void expect_no_overlap(const MemoryPlan& plan) {
  for (const Placement& a : plan.placements) {
    EXPECT_EQ(a.offset % kArenaAlignment, 0);
    EXPECT_LE(a.offset + a.bytes, plan.arena_bytes);
    for (const Placement& b : plan.placements) {
      if (a.tensor == b.tensor || a.first > b.last || b.first > a.last) continue;
      EXPECT_TRUE(a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset) << a.tensor << " " << b.tensor;
    }
  }
}

TEST(MemoryPlan, LeavesGraphInputsAndOutputsToTheCaller) {
  const Graph graph = tests::read(tests::dense_model({}, 1));
  EXPECT_EQ(plan_memory(graph).arena_bytes, 0);
}

TEST(MemoryPlan, PlacesAChainWithoutOverlap) {
  const Graph graph = tests::read(tests::chain_model());
  const MemoryPlan plan = plan_memory(graph);
  EXPECT_EQ(plan.placements.size(), 4u);
  EXPECT_EQ(plan.arena_bytes, plan.liveness_bytes);
  expect_no_overlap(plan);
}

TEST(MemoryPlan, MeetsTheLivenessBoundOnRealModels) {
  BITSTILL_NEED_SHARED("golden/ad01");
  const Graph ad01 = load_graph(tests::shared_path("golden/ad01/model.tflite"));
  const MemoryPlan plan = plan_memory(ad01);
  expect_no_overlap(plan);
  EXPECT_EQ(plan.arena_bytes, 256);
  EXPECT_EQ(plan.liveness_bytes, 256);
}

TEST(MemoryPlan, PrintsTheTableAPersonWouldDraw) {
  const Graph graph = tests::read(tests::chain_model());
  EXPECT_EQ(plan_memory(graph).print(graph),
            "arena 12 bytes (12 bytes are alive at once at the fullest)\n"
            "tensor   written by        bytes       at  alive during operators 0 to 4\n"
            "t1       reshape_1             6        0  ##...\n"
            "t4       dense_1               4        8  .##..\n"
            "t5       logistic_1            4        0  ..##.\n"
            "t8       dense_2               3        4  ...##\n");
}

}  // namespace
}  // namespace bitstill::codegen
