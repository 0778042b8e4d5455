// An artifact gets other metadata and stays the same model.
#include "codegen/tflite/metadata.h"

#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen::tflite {
namespace {

TEST(Metadata, IsReplacedAndTheModelStaysTheSame) {
  const auto artifact = tests::chain_model();
  const auto changed = with_metadata(artifact, "test.tflite", R"({"labels":["a"]})");
  const Graph before = tests::read(artifact);
  const Graph after = tests::read(changed);
  EXPECT_EQ(after.metadata, R"({"labels":["a"]})");
  EXPECT_EQ(after.print(), before.print());
  for (size_t i = 0; i < before.tensors.size(); ++i) EXPECT_EQ(after.tensors[i].data, before.tensors[i].data) << i;
  EXPECT_EQ(tests::read(with_metadata(changed, "test.tflite", "{}")).metadata, "{}");
}

TEST(Metadata, IsNotGivenToWhatIsNoModel) {
  const std::vector<uint8_t> damaged(100, 0x5a);
  EXPECT_THROW(with_metadata(damaged, "test.tflite", "{}"), Error);
}

}  // namespace
}  // namespace bitstill::codegen::tflite
