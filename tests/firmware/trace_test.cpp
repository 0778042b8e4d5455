// The plug-in's file, and whole inferences followed by it.
#include "firmware/cycles/trace.h"

#include <gmock/gmock.h>

#include "configs/support/error.h"
#include "firmware/bench/bench.h"
#include "firmware/bench/print.h"
#include "firmware/cycles/model.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// A loop of three instructions, ten rounds, and what leads to it.
constexpr const char* kText =
    "instruction 3000 2 movi.n\ta2, 10\n"
    "instruction 3002 3 l32i\ta3, a4, 0\n"
    "instruction 3005 2 addi.n\ta2, a2, -1\n"
    "instruction 3007 3 bnez\ta2, 0x3002\n"
    "stretch 0 3000 3007\n"
    "stretch 1 3002 3007\n"
    "layer 5 1\n"
    "flow -1 0 1\n"
    "flow 0 1 1\n"
    "flow 1 1 8\n"
    "layer 0 0\n"
    "end\n";

TEST(Trace, IsReadStretchByStretch) {
  const ExecutionTrace trace = parse_trace(kText);
  ASSERT_EQ(trace.stretches.size(), 2U);
  EXPECT_EQ(trace.stretches[0].size(), 4U);
  EXPECT_EQ(trace.stretches[1].front().text, "l32i a3, a4, 0");
  ASSERT_EQ(trace.layers.size(), 2U);
  EXPECT_EQ(trace.layers[0].constant_fetches, 5);
  EXPECT_EQ(executed(trace, trace.layers[0]), 4 + 9 * 3);
}

TEST(Trace, RefusesWhatIsCutOffOrStrange) {
  EXPECT_THAT([] { parse_trace("layer 0 0\n"); }, ThrowsMessage<Error>(HasSubstr("is cut off")));
  EXPECT_THAT([] { parse_trace("end\n"); }, ThrowsMessage<Error>(HasSubstr("holds no inference")));
  EXPECT_THAT([] { parse_trace("layer 0 0\nflow -1 3 1\nend\n"); }, ThrowsMessage<Error>(HasSubstr("stretch 3")));
  EXPECT_THAT([] { parse_trace("stretch 0 3000 3003\nend\n"); }, ThrowsMessage<Error>(HasSubstr("none of its lines")));
  EXPECT_THAT([] { parse_trace("what\n"); }, ThrowsMessage<Error>(HasSubstr("'what'")));
}

TEST(CycleModel, CountsEveryFlowAsOftenAsItHappened) {
  const ExecutionTrace trace = parse_trace(kText);
  const CycleCount count = count_cycles(trace, trace.layers[0]);
  EXPECT_EQ(count.instructions, 31);
  EXPECT_EQ(count.waits, 0);
  EXPECT_EQ(count.transfers, 10 * kTransferCycles);
  EXPECT_EQ(count.fetches, 6);
  EXPECT_EQ(count.cycles(quad_80()), 31 + 30 + 6 * 252);
}

TEST(CycleModel, FindsInnerLoops) {
  const auto loops = inner_loops(parse_trace(kText), 0.5);
  ASSERT_EQ(loops.size(), 1U);
  EXPECT_EQ(loops[0].rounds, 8);
  EXPECT_EQ(loops[0].cost.cycles, 6);
  EXPECT_TRUE(inner_loops(parse_trace(kText), 0.9).empty());
}

TEST(CycleModel, FollowsAnInferenceInstructionByInstruction) {
  const Detected esp32 = detect_esp32(BITSTILL_SHARED_DIR "/xtensa/esp32-toolchain/bin");
  BITSTILL_NEED_TARGET(esp32);
  const tests::TinyModule tiny;
  const ModuleFolder module = tiny.open();
  const TargetCost cost = measure_cost(module, *esp32.target, 1);
  ASSERT_TRUE(cost.cycles) << cost.cycles_missing;
  for (size_t i = 0; i < module.layers.size(); ++i) {
    const CycleCount& layer = cost.cycles->layers[i];
    // The trace ends a layer where the observer is entered, the clock a few instructions from there.
    EXPECT_NEAR(static_cast<double>(layer.instructions), static_cast<double>(cost.instructions->layers[i]), 20);
    EXPECT_GT(layer.pipeline(), layer.instructions);
    EXPECT_LT(layer.pipeline(), 2 * layer.instructions);
  }
  EXPECT_GE(cost.cycles->total.pipeline(), cost.instructions->total);
  EXPECT_THAT(costs_as_table(module, {cost}, {}), HasSubstr("ms at 240 MHz"));
  EXPECT_TRUE(cost_as_json(module, cost).contains("modelled"));
}

}  // namespace
}  // namespace bitstill::firmware
