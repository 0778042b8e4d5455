// `bitstill verify --on board:...`: a module's firmware, built and started here, at the end of a real line.
#include <gtest/gtest.h>

#include "firmware/verify/find_board.h"
#include "firmware/verify/verify_on_board.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"

namespace bitstill::tests {
namespace {

using namespace firmware;

BoardVerdict verify_on(const TinyModule& tiny, const std::string& on, std::optional<uint32_t> faults = {}) {
  const TemporaryFolder folder;
  const ModuleFolder module = tiny.open();
  BoardPlace place;
  place.on = on;
  place.faults = faults;
  const FoundBoard board = find_board(place, module, folder.path());
  return verify_on_board(module, {}, *board.client);
}

TEST(VerifyOnBoard, AHostProcessComputesWhatTheReferenceExecutorComputes) {
  const TinyModule tiny;
  const BoardVerdict verdict = verify_on(tiny, "board:host");
  EXPECT_TRUE(verdict.is_equal());
  EXPECT_EQ(verdict.samples, 11);
  EXPECT_EQ(verdict.board.module, "tiny");
}

TEST(VerifyOnBoard, SoDoesAnEmulatedCoreAndItsCyclesAreCounted) {
  BITSTILL_NEED_TARGET(detect_lx106());
  const TinyModule tiny;
  const BoardVerdict verdict = verify_on(tiny, "board:xtensa_sim");
  EXPECT_TRUE(verdict.is_equal());
  ASSERT_EQ(verdict.stages.size(), 3U);
  for (const StageCost& stage : verdict.stages) EXPECT_GT(stage.cycles, 0) << stage.layer;
  EXPECT_GT(verdict.memory.stack.value_or(0), 0);
}

TEST(VerifyOnBoard, NamesTheLayerAndElementThatDiffer) {
  const TinyModule tiny;
  tiny.edit("src/tiny.cpp", "kDense2Bias", "kDense1Bias");
  const BoardVerdict verdict = verify_on(tiny, "board:host");
  EXPECT_LT(verdict.equal, verdict.samples);
  ASSERT_TRUE(verdict.mismatch);
  EXPECT_EQ(verdict.mismatch->layer, tiny.open().layers[1].name);
  EXPECT_NE(verdict.mismatch->got().value, verdict.mismatch->expected().value);
}

TEST(VerifyOnBoard, RefusesABoardThatCarriesAnotherArtifact) {
  const TinyModule tiny;
  const ModuleFolder module = tiny.open();
  tiny.edit("src/tiny.h", module.artifact_sha256, std::string(64, 'a'));
  tiny.edit("src/tiny.h", "kArtifactSha256[] = \"" + module.artifact_sha256,
            "kArtifactSha256[] = \"" + std::string(64, 'a'));
  try {
    verify_on(tiny, "board:host");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("another artifact"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("bitstill flash"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace bitstill::tests
