#include "firmware/targets/sample_file.h"

#include <gmock/gmock.h>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::firmware {
namespace {

using testing::ElementsAre;

TEST(SampleFile, GivesOneSampleAfterTheOther) {
  const TemporaryFolder folder;
  write_file(folder.path() / "x.bin", "abcdef");
  SampleFile file(folder.path() / "x.bin", 3);
  EXPECT_EQ(file.samples(), 2);
  EXPECT_THAT(file.next(), ElementsAre('a', 'b', 'c'));
  EXPECT_THAT(file.next(), ElementsAre('d', 'e', 'f'));
  EXPECT_THROW(file.next(), Error);
}

TEST(SampleFile, CopiesTheFirstSamples) {
  const TemporaryFolder folder;
  write_file(folder.path() / "x.bin", "abcdef");
  copy_samples(SampleFile(folder.path() / "x.bin", 2), 2, folder.path() / "y.bin");
  EXPECT_EQ(read_text(folder.path() / "y.bin"), "abcd");
}

TEST(SampleFile, RefusesWhatIsNotAWholeNumberOfSamples) {
  const TemporaryFolder folder;
  write_file(folder.path() / "empty.bin", "");
  write_file(folder.path() / "five.bin", "abcde");
  EXPECT_THROW(SampleFile(folder.path() / "empty.bin", 1), Error);
  EXPECT_THROW(SampleFile(folder.path() / "five.bin", 2), Error);
  EXPECT_THROW(SampleFile(folder.path() / "missing.bin", 1), Error);
  EXPECT_THROW(SampleFile(folder.path(), 1), Error);
}

}  // namespace
}  // namespace bitstill::firmware
