// Damaged files of every operator: each byte of a small model changed in several ways is refused in a sentence, or
// still is a model that runs and can be emitted.
#include <gtest/gtest.h>

#include "codegen/emit/module.h"
#include "codegen/reference/executor.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/codegen/models.h"
#include "tests/shared.h"

namespace bitstill::codegen {
namespace {

namespace fs = std::filesystem;

// Whether the file was refused.
bool try_damaged(const std::vector<uint8_t>& artifact, bool emit) {
  try {
    const Graph graph = tests::read(artifact);
    if (graph.input_bytes() > 1 << 16 || graph.output_bytes() > 1 << 16) return false;
    Executor executor(graph);
    executor.run(std::vector<uint8_t>(static_cast<size_t>(graph.input_bytes()), 0x17));
    if (emit) emit_module(graph, plan_memory(graph), "damaged");
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("test.tflite: "), std::string::npos) << error.what();
    return true;
  }
  return false;
}

TEST(HostileFile, EveryFlippedByteOfEveryOperatorIsRefusedOrRuns) {
  BITSTILL_NEED_SHARED("golden/ops");
  for (const auto& entry : fs::directory_iterator(tests::shared_path("golden/ops"))) {
    if (!entry.path().filename().string().ends_with("_00")) continue;
    const auto artifact = read_file(entry.path() / "model.tflite");
    int refused = 0;
    for (size_t at = 0; at < artifact.size(); ++at) {
      for (const uint8_t change : {0x01, 0x40, 0x80, 0xff}) {
        auto damaged = artifact;
        damaged[at] ^= change;
        refused += try_damaged(damaged, at % 16 == 0) ? 1 : 0;
      }
    }
    EXPECT_GT(refused, 100) << entry.path().filename();
  }
}

}  // namespace
}  // namespace bitstill::codegen
