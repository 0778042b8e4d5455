#include "firmware/targets/count.h"

#include <gtest/gtest.h>

#include "firmware/bench/bench.h"
#include "firmware/targets/sizes.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"

#include "codegen/codegen.h"

namespace bitstill::firmware {
namespace {

using tests::TinyModule;

constexpr EmulatedClock kClocks[] = {{25, 7}, {40, 7}, {1, 0}};  // of Xtensa, of the Cortex-M4, of RISC-V

// What the emulated core's clock shows after so many instructions.
uint32_t clock_after(int64_t instructions, const EmulatedClock& rate) {
  return static_cast<uint32_t>((instructions << rate.instruction_shift) / rate.tick_nanoseconds);
}

TEST(InstructionClock, GivesBackEveryNumberOfInstructions) {
  for (const EmulatedClock& rate : kClocks) {
    InstructionClock clock(rate);
    for (int64_t n = 0; n < 10'000; ++n) ASSERT_EQ(clock.instructions_at(clock_after(n, rate)), n);
  }
}

TEST(InstructionClock, CountsOnWhereTheRegisterWraps) {
  for (const EmulatedClock& rate : kClocks) {
    InstructionClock clock(rate);
    for (int64_t n = 1; n < 5'000'000'000; n += 800'000'001) {
      ASSERT_EQ(clock.instructions_at(clock_after(n, rate)), n);
    }
  }
}

// What a runner sends whose stand-in for the other core reads the clock: of two divided layers, of which the first half
// takes 100 and 60 instructions there and 80 and 90 here, with 10 before, between and behind. Reading the clock
// costs 2.
TEST(TwoCores, AreToldApartByTheReadingsAroundEachHalf) {
  ModuleFolder module;
  module.outputs = {{0, 1}};
  module.divided_layers = 2;
  const RunnerKind kind(Observer::kOff, Source::kInputs, OtherCore::kOn);
  const std::vector<int64_t> between = {10, 100, 80, 10, 60, 90, 10};
  std::vector<uint32_t> words = {0, 2, 2, 2};
  std::vector<uint8_t> sent;
  const auto send = [&](const void* data, size_t bytes) {
    const auto* from = static_cast<const uint8_t*>(data);
    sent.insert(sent.end(), from, from + bytes);
  };
  send(words.data(), 16);
  uint32_t now = 1000;
  for (int sample = 0; sample < 2; ++sample) {
    const uint8_t output = 7;
    send(&output, 1);
    send(&now, 4);
    for (const int64_t instructions : between) {
      now += static_cast<uint32_t>(instructions) + 2;
      send(&now, 4);
    }
  }
  send(&now, 4);  // the stack
  const TemporaryFolder folder;
  write_file(folder.path() / "sent", sent);
  RunnerOutput output(folder.path() / "sent", module, kind, 2);
  const TwoCoreCounts counts = count_two_cores(output, kClocks[2], 2);
  EXPECT_EQ(counts.second, 100 + 60);
  EXPECT_EQ(counts.first, 80 + 90 + 30);
  EXPECT_EQ(counts.longest, 100 + 90 + 30);
  EXPECT_EQ(counts.busier(), 200);
}

TEST(Sizes, ReadsSectionsAndParametersFromTheToolsTexts) {
  const std::string sections = "x.elf  :\nsection  size  addr\n.text  1000  12288\n.rodata  300  13288\n";
  EXPECT_EQ(section_bytes(sections, ".text"), 1000);
  EXPECT_EQ(section_bytes(sections, ".bss"), 0);
  const std::string symbols =
      "60000a00 00000100 r m::(anonymous namespace)::kDense1Weights\n"
      "60000b00 00000010 r m::(anonymous namespace)::kDense1Bias\n"
      "60000c00 00000008 r m::(anonymous namespace)::kDense1Scales\n"
      "60000d00 00000020 r m::(anonymous namespace)::kTanh1Table\n"
      "60000000 00000300 T m::Network::run(signed char const (&) [1], signed char (&) [1])\n";
  EXPECT_EQ(parameter_bytes(symbols), 0x118);
}

void expect_equal(const TargetCost& one, const TargetCost& other) {
  ASSERT_TRUE(one.instructions && other.instructions);
  EXPECT_EQ(one.instructions->total, other.instructions->total);
  EXPECT_EQ(one.instructions->layers, other.instructions->layers);
  EXPECT_EQ(one.instructions->stack_bytes, other.instructions->stack_bytes);
  EXPECT_EQ(one.sizes.code_bytes, other.sizes.code_bytes);
}

TEST(Bench, GivesTheSameNumbersEveryTime) {
  const TinyModule tiny;
  for (const Detected& detected : tests::emulated_targets()) {
    expect_equal(measure_cost(tiny.open(), *detected.target), measure_cost(tiny.open(), *detected.target));
  }
}

TEST(Bench, CountsOnlyTheSamplesItIsAskedFor) {
  const TinyModule tiny;
  for (const Detected& detected : tests::emulated_targets()) {
    const TargetCost cost = measure_cost(tiny.open(), *detected.target, 2);
    EXPECT_EQ(cost.samples, 2) << cost.target;
  }
}

TEST(Bench, LayersAddUpToTheWhole) {
  const TinyModule tiny;
  for (const Detected& detected : tests::emulated_targets()) {
    const TargetCost cost = measure_cost(tiny.open(), *detected.target);
    int64_t layers = 0;
    for (const int64_t layer : cost.instructions->layers) layers += layer;
    // What is left is the call of run() itself, and what the compiler makes differently with an observer in between.
    EXPECT_NEAR(static_cast<double>(cost.instructions->total), static_cast<double>(layers), 40) << cost.target;
    EXPECT_GT(cost.instructions->stack_bytes, 0) << cost.target;
    EXPECT_EQ(cost.sizes.parameter_bytes, 5 * 4 + 4 * 4 + 4 * 3 + 3 * 4) << cost.target;
    EXPECT_EQ(cost.sizes.ram_bytes(), tiny.open().arena_bytes) << cost.target;  // no static data beside it
  }
}

TEST(Bench, HelloWorldStaysSmall) {
  BITSTILL_NEED_SHARED("golden/hello_world_int8/model.tflite");
  const Detected lx106 = detect_lx106();
  BITSTILL_NEED_TARGET(lx106);
  const TemporaryFolder folder;
  codegen::generate_module(tests::shared_path("golden/hello_world_int8/model.tflite"), folder.path() / "m", {});
  const TargetCost cost = measure_cost(open_module(folder.path() / "m"), *lx106.target);
  EXPECT_LE(cost.sizes.code_bytes + cost.sizes.parameter_bytes, 3000);
  EXPECT_LE(cost.sizes.ram_bytes(), 64);
  EXPECT_LE(cost.instructions->total, 6500);
}

TEST(Bench, GoldenModelsStayFastOnTheEsp32) {
  BITSTILL_NEED_SHARED("golden/ad01/model.tflite");
  const Detected esp32 = detect_esp32(BITSTILL_SHARED_DIR "/xtensa/esp32-toolchain/bin");
  BITSTILL_NEED_TARGET(esp32);
  const TemporaryFolder folder;
  codegen::generate_module(tests::shared_path("golden/hello_world_int8/model.tflite"), folder.path() / "hello", {});
  EXPECT_LE(measure_cost(open_module(folder.path() / "hello"), *esp32.target).instructions->total, 4500);
  codegen::generate_module(tests::shared_path("golden/ad01/model.tflite"), folder.path() / "ad01", {});
  EXPECT_LE(measure_cost(open_module(folder.path() / "ad01"), *esp32.target).instructions->total, 1500000);
}

}  // namespace
}  // namespace bitstill::firmware
