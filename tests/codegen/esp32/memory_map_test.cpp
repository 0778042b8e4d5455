// What goes where on an M5Stack Core2, and what is said where there is no room.
#include "codegen/esp32/memory_map.h"

#include <gmock/gmock.h>

#include "codegen/codegen.h"
#include "codegen/esp32/choose_kernels.h"
#include "configs/support/error.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen::esp32 {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

struct Mapped {
  Graph graph = tests::read(tests::chain_model());
  MemoryPlan plan = plan_memory(graph);

  std::vector<MappedPart> map(ArenaMemory arena = ArenaMemory::kInternal) const {
    return map_memory(graph, plan, emit_module(graph, plan, "chain"), arena);
  }
  void check(ArenaMemory arena = ArenaMemory::kInternal) const { check_memory(graph, plan, map(arena), arena); }
};

TEST(MemoryMap, ArenaInRamConstantsInFlashKernelsInInstructionRam) {
  const Mapped module;
  const auto parts = module.map();
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].memory, "internal RAM");
  EXPECT_EQ(parts[0].bytes, module.plan.arena_bytes);
  EXPECT_EQ(parts[1].memory, "flash");
  EXPECT_GT(parts[1].bytes, 0);
  EXPECT_EQ(parts[2].memory, "IRAM");
  EXPECT_THAT(memory_table(parts), AllOf(HasSubstr("133,120 bytes"), HasSubstr("fit a cache of 32,768 bytes")));
  EXPECT_NO_THROW(module.check());
}

TEST(MemoryMap, SaysThatALargeArenaCannotComeFromTheHeap) {
  Mapped module;
  module.plan.arena_bytes = kHeapBlockBytes + 1;
  EXPECT_NO_THROW(module.check());
  EXPECT_THAT(module.map()[0].remark, HasSubstr("the largest heap block has 113,840 bytes"));
}

TEST(MemoryMap, NamesTheNumbersWhereTheArenaDoesNotFit) {
  Mapped module;
  module.plan.arena_bytes = 150'000;
  EXPECT_THAT([&] { module.check(); }, ThrowsMessage<CheckFailed>(AllOf(
                                           HasSubstr("no room for this module's arena: 150,000 bytes, and 133,120 of "
                                                     "internal RAM; --arena external puts it into PSRAM"),
                                           HasSubstr("16,880 too many"), HasSubstr("fullest at"))));
  EXPECT_NO_THROW(module.check(ArenaMemory::kExternal));
  EXPECT_THAT(module.map(ArenaMemory::kExternal)[0].remark, HasSubstr("BITSTILL_EXTERNAL_RAM"));
}

TEST(MemoryMap, OffersNoExternalRamToAnArenaThatIsLargerThanThat) {
  Mapped module;
  module.plan.arena_bytes = kMappedExternalBytes + 4;
  for (const ArenaMemory arena : {ArenaMemory::kInternal, ArenaMemory::kExternal}) {
    EXPECT_THAT([&] { module.check(arena); }, ThrowsMessage<CheckFailed>(testing::Not(HasSubstr("--arena"))));
  }
}

TEST(MemoryMap, CountsInstructionsAndLiteralsOfAssembly) {
  EXPECT_EQ(assembled_bytes("// nothing\n#include \"x.inc\"\n    .text\n\n"), 0);
  EXPECT_EQ(assembled_bytes(".Lmask:\n    .long 0xff00ff00\n1:  add a2, a3, a4  // a\n    nop\n2:\n"), 4 + 2 * 3);
  EXPECT_EQ(assembled_bytes("    multiply_high a2, a3, a4, a5, a6, a7\n"), 20 * 3);
  EXPECT_EQ(assembled_bytes("    .macro twice a\n    nop\n    nop\n    .endm\n    twice a2\n    twice a3\n"), 4 * 3);
}

TEST(MemoryMap, ModulesForTheEsp32HaveTheMacrosOfTheirPlaces) {
  Graph graph = tests::read(tests::chain_model());
  choose_kernels(graph);
  const auto files = emit_module(graph, plan_memory(graph), "chain");
  EXPECT_TRUE(std::ranges::any_of(files, [](const auto& file) { return file.path == "src/kernels/placement.h"; }));
}

}  // namespace
}  // namespace bitstill::codegen::esp32
