// Which form is chosen for a layer's weights, and what is said of it.
#include "codegen/pack/choose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codegen/emit/module.h"
#include "codegen/esp32/choose_kernels.h"
#include "codegen/inspect/footprint.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen::pack {
namespace {

using testing::HasSubstr;

// One dense layer whose weights are zero but for every `period`-th, which has one of `values` values.
Graph dense(int32_t inputs, int32_t outputs, int period, int values) {
  tests::Random random(9);
  std::vector<int8_t> numbers(static_cast<size_t>(inputs * outputs), 0);
  for (size_t i = 0; i < numbers.size(); i += static_cast<size_t>(period))
    numbers[i] = static_cast<int8_t>(1 + random.next() % static_cast<uint32_t>(values));
  tests::ModelWriter writer;
  const int in = writer.add_tensor(tests::activation("x", {1, inputs}, 0.1F, -128));
  const int weights = writer.add_tensor(tests::weights(numbers, outputs, {0.01F}));
  const int out = writer.add_tensor(tests::activation("y", {1, outputs}, 0.1F, 0));
  writer.add_fully_connected(in, weights, -1, out, tests::Activation::kNone);
  writer.set_inputs({in});
  writer.set_outputs({out});
  return tests::read(writer.finish());
}

Coding chosen(Graph graph, const Packing& packing) {
  choose_codings(graph, packing);
  return graph.operators[0]->coding;
}

TEST(ChooseCodings, LeavesEverythingAsItIsWhereNobodyAsks) {
  Graph graph = dense(64, 32, 10, 5);
  const auto before = emit_module(graph, plan_memory(graph), "m");
  choose_codings(graph, {});
  const auto after = emit_module(graph, plan_memory(graph), "m");
  EXPECT_TRUE(graph.codings.empty());
  for (size_t i = 0; i < before.size(); ++i) EXPECT_EQ(before[i].text, after[i].text);
}

TEST(ChooseCodings, TakesTheSmallestFormThatCostsLittle) {
  EXPECT_EQ(chosen(dense(64, 32, 10, 5), {Forms::kAuto}), Coding::kSparse);
  EXPECT_EQ(chosen(dense(256, 128, 1, 16), {Forms::kAuto}), Coding::kCodebook);
  EXPECT_EQ(chosen(dense(256, 128, 1, 120), {Forms::kAuto}), Coding::kRaw);
  EXPECT_EQ(chosen(dense(256, 128, 10, 5), {Forms::kSize}), Coding::kHuffman);
}

TEST(ChooseCodings, TakesTheFormNamedWhereThereIsOne) {
  EXPECT_EQ(chosen(dense(64, 32, 10, 5), {Forms::kCodebook}), Coding::kCodebook);
  EXPECT_EQ(chosen(dense(64, 32, 1, 17), {Forms::kCodebook}), Coding::kRaw);
}

TEST(ChooseCodings, CountsWhatTheModuleHolds) {
  for (const Forms forms : {Forms::kCodebook, Forms::kSparse, Forms::kHuffman}) {
    Graph graph = dense(256, 128, 10, 5);
    choose_codings(graph, {forms, true});
    const MemoryPlan plan = plan_memory(graph);
    EXPECT_EQ(graph.codings.at(0).bytes, footprint(graph, plan).flash_bytes);
    const int64_t working =
        (plan.find_scratch(0) ? plan.find_scratch(0)->bytes : 0) + (plan.find_kept(0) ? plan.find_kept(0)->bytes : 0);
    EXPECT_EQ(graph.codings[0].ram_bytes, working);
    EXPECT_EQ(plan.find_kept(0).has_value(), forms == Forms::kHuffman);
    EXPECT_THAT(print_codings(graph), HasSubstr(std::string(coding_name(graph.operators[0]->coding))));
  }
}

TEST(ChooseCodings, GivesACodedLayerThePortableKernelOnAnEsp32) {
  Graph graph = dense(256, 128, 10, 5);
  esp32::choose_kernels(graph);
  ASSERT_TRUE(graph.operators[0]->esp32_kernel);
  choose_codings(graph, {Forms::kSize});
  EXPECT_FALSE(graph.operators[0]->esp32_kernel);
  EXPECT_THAT(esp32::print_choices(graph), HasSubstr("its weights are coded: huffman"));
}

}  // namespace
}  // namespace bitstill::codegen::pack
