// The memory plan: tensors alive together never overlap, and dense chains reach the liveness bound.
#include <gtest/gtest.h>

#include "codegen/codegen.h"
#include "codegen/memory/overlap.h"
#include "codegen/memory/plan.h"
#include "tests/codegen/models.h"
#include "tests/shared.h"

namespace bitstill::codegen {
namespace {

void expect_no_overlap(const Graph& graph, const MemoryPlan& plan) {
  const Overlaps overlaps(graph);
  for (const Placement& a : plan.placements) {
    EXPECT_EQ(a.offset % kArenaAlignment, 0);
    EXPECT_LE(a.offset + a.bytes, plan.arena_bytes);
    for (const Placement& b : plan.placements) {
      if (&a == &b || a.first > b.last || b.first > a.last) continue;
      if (overlaps.in_place(a, b) || overlaps.in_place(b, a)) continue;
      EXPECT_TRUE(a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset) << a.tensor << " " << b.tensor;
    }
  }
}

TEST(MemoryPlan, HoldsInputsAndOutputsToo) {
  const Graph graph = tests::read(tests::dense_model({.inputs = 8, .outputs = 5}, 1));
  EXPECT_EQ(plan_memory(graph).arena_bytes, 8 + 8);  // 5 rounded up to words
}

TEST(MemoryPlan, PlacesAChainWithoutOverlap) {
  const Graph graph = tests::read(tests::chain_model());
  const MemoryPlan plan = plan_memory(graph);
  EXPECT_EQ(plan.placements.size(), 6u);
  EXPECT_EQ(plan.arena_bytes, plan.lower_bound_bytes);
  expect_no_overlap(graph, plan);
}

TEST(MemoryPlan, MeetsTheLivenessBoundOnRealModels) {
  BITSTILL_NEED_SHARED("golden/ad01");
  const Graph ad01 = load_graph(tests::shared_path("golden/ad01/model.tflite"));
  const MemoryPlan plan = plan_memory(ad01);
  expect_no_overlap(ad01, plan);
  EXPECT_EQ(plan.arena_bytes, 768);
  EXPECT_EQ(plan.liveness_bytes, 768);
}

TEST(MemoryPlan, PrintsTheTableAPersonWouldDraw) {
  const Graph graph = tests::read(tests::chain_model());
  EXPECT_EQ(plan_memory(graph).print(graph),
            "arena 12 bytes, the least possible; tensors alive at once: 16 bytes\n"
            "tensor   written by                bytes       at  alive during operators 0 to 4\n"
            "t0       the caller                    6        0  #....\n"
            "t1       reshape_1                     6        0  ##...  over t0\n"
            "t4       dense_1                       4        8  .##..\n"
            "t5       logistic_1                    4        0  ..##.\n"
            "t8       dense_2                       3        4  ...##\n"
            "t9       softmax_1                     3        0  ....#\n");
}

}  // namespace
}  // namespace bitstill::codegen
