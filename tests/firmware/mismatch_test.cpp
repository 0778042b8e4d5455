#include "firmware/verify/mismatch.h"

#include <gtest/gtest.h>

namespace bitstill::firmware {
namespace {

TEST(Mismatch, IsTheEarliestElementOfAnyWitness) {
  const std::vector<uint8_t> believed{1, 2, 3, 4}, late{1, 2, 3, 9}, early{1, 0xff, 3, 4};
  const auto mismatch = first_difference({{"file", believed}, {"executor", late}, {"module", early}});
  ASSERT_TRUE(mismatch);
  EXPECT_EQ(mismatch->element, 1);
  EXPECT_EQ(mismatch->expected().value, 2);
  EXPECT_EQ(mismatch->got().value, -1);
  EXPECT_EQ(mismatch->got().witness, "module");
}

TEST(Mismatch, IsNothingWhereAllAgree) {
  const std::vector<uint8_t> bytes{1, 2};
  EXPECT_FALSE(first_difference({{"file", bytes}, {"module", bytes}}));
}

TEST(Mismatch, ReadsAsAPlaceAndEveryWitness) {
  Mismatch mismatch{"FULLY_CONNECTED", "dense_2", 8, 3, 5, {{"check/t8.bin", -12}, {"module on lx106", 7}}};
  EXPECT_EQ(mismatch.text(),
            "mismatch in dense_2 (FULLY_CONNECTED, tensor t8), sample 3, element 5: expected -12, got 7\n"
            "   -12  check/t8.bin\n"
            "     7  module on lx106\n");
}

TEST(Mismatch, OfFeaturesReadsAsFrameAndCoefficient) {
  Mismatch mismatch{"front-end", "features", 0, 1, 43, {{"front-end on this machine", 5}, {"module on lx106", 6}}};
  mismatch.recording = "yes/1.wav";
  mismatch.coefficients = 10;
  EXPECT_EQ(
      mismatch.text().substr(0, mismatch.text().find('\n')),
      "mismatch in features (front-end, tensor t0), sample 1 (yes/1.wav), frame 4, coefficient 3: expected 5, got 6");
}

}  // namespace
}  // namespace bitstill::firmware
