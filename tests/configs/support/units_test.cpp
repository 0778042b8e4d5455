#include "configs/support/units.h"

#include <gmock/gmock.h>

#include "configs/support/error.h"

namespace bitstill {
namespace {

TEST(Units, BytesAreCountedInThousandsAndIn1024s) {
  EXPECT_EQ(parse_bytes("65536"), 65536);
  EXPECT_EQ(parse_bytes("12B"), 12);
  EXPECT_EQ(parse_bytes("64KiB"), 65536);
  EXPECT_EQ(parse_bytes("64 kib"), 65536);
  EXPECT_EQ(parse_bytes("64KB"), 64000);
  EXPECT_EQ(parse_bytes("4MiB"), 4194304);
  EXPECT_EQ(parse_bytes("4MB"), 4000000);
  EXPECT_EQ(parse_bytes("1.5KiB"), 1536);
  EXPECT_EQ(parse_bytes("0"), 0);
}

TEST(Units, CountsAreInThousands) {
  EXPECT_EQ(parse_count("5M"), 5000000);
  EXPECT_EQ(parse_count("2.657M"), 2657000);
  EXPECT_EQ(parse_count("12k"), 12000);
  EXPECT_EQ(parse_count("1G"), 1000000000);
}

TEST(Units, RefusesWhatCouldMeanTwoThings) {
  EXPECT_THAT([] { parse_bytes("64K"); }, testing::ThrowsMessage<Error>(testing::HasSubstr("64KiB (1024 each)")));
}

TEST(Units, RefusesWhatIsNoAmount) {
  for (const char* bad : {"", "KiB", "-1", "1e3", "1.", ".5KiB", "1.5.2", "64 GiB", "0x10", "99999999999999999999",
                          "9999999999999MiB", "1.0000000001K"}) {
    EXPECT_FALSE(is_bytes(bad)) << bad;
    EXPECT_FALSE(is_count(bad)) << bad;
    EXPECT_THROW(parse_count(bad), Error) << bad;
  }
}

TEST(Units, LongNumbersAreGroupedByThousands) {
  EXPECT_EQ(with_commas(7), "7");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(12501632), "12,501,632");
  EXPECT_EQ(with_commas(-12345), "-12,345");
}

}  // namespace
}  // namespace bitstill
