// What no reader on a device checks is checked when a module is written: codes that are none, entries that reach too
// far, bits that end too early.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codegen/pack/huffman.h"
#include "codegen/pack/huffman_code.h"
#include "codegen/pack/sparse.h"
#include "configs/support/error.h"

namespace bitstill::codegen::pack {
namespace {

using testing::HasSubstr;

void expect_refused(const std::vector<uint8_t>& code, const std::string& why) {
  try {
    words_of(code, "a code");
    FAIL() << "was taken, expected: " << why;
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(why));
  }
}

TEST(HuffmanCode, IsRefusedWhereItBreaksItsRules) {
  expect_refused({}, "is cut off");
  expect_refused({3, 0, 1}, "is cut off");
  expect_refused({13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "words of 13 bits");
  expect_refused({0, 2, 5, 6}, "more words of 0 bits than there are");
  expect_refused({1, 0, 3, 5, 6, 7}, "more words of 1 bits than there are");
  expect_refused({2, 0, 2, 1, 5, 6, 7}, "more words of 2 bits than there are");
  expect_refused({2, 1, 0, 1, 5, 6}, "more words of 2 bits than there are");
  expect_refused({0, 0}, "is incomplete");
  expect_refused({1, 0, 1, 5}, "is incomplete");
  expect_refused({2, 0, 1, 1, 5, 6}, "is incomplete");
  expect_refused({1, 0, 2, 5}, "fewer symbols than words");
  expect_refused({1, 0, 2, 5, 6, 7}, "more symbols than words");
  expect_refused({1, 0, 2, 5, 5}, "symbol 5 twice");
}

TEST(HuffmanCode, OfOneSymbolHasTheWordOfNoBits) {
  Frequencies frequencies{};
  EXPECT_TRUE(huffman_code(frequencies).empty());
  frequencies[42] = 1000;
  EXPECT_EQ(huffman_code(frequencies), (std::vector<uint8_t>{0, 1, 42}));
  EXPECT_EQ(words_of(huffman_code(frequencies), "")[42].length, 0);
}

TEST(HuffmanCode, OfAllSymbolsHasWordsOfAtMost12Bits) {
  Frequencies frequencies{};
  frequencies.fill(1);
  EXPECT_TRUE(huffman_code(frequencies).empty());  // 256 words of 8 bits say nothing shorter
  int64_t next = 1, before = 1;
  for (size_t i = 0; i < 256; ++i) {  // Fibonacci's numbers give the longest words
    frequencies[i] = next;
    if (i < 60) before = std::exchange(next, next + before);
  }
  const auto words = words_of(huffman_code(frequencies), "");
  for (const Word& word : words) EXPECT_TRUE(word.length > 0 && word.length <= 12);
  EXPECT_LT(words[255].length, words[0].length);
}

TEST(HuffmanWeights, AreRefusedWhereTheyEndTooEarlyOrReachTooFar) {
  const std::vector<int8_t> weights = {0, 0, 3, 0, -3, 3, 3, 0, 0, 0, 4};
  const HuffmanWeights right = *huffman_of(weights);
  EXPECT_THROW(weights_of(right, weights.size() - 1), Error);
  HuffmanWeights wrong = right;
  ++wrong.entries;
  EXPECT_THROW(weights_of(wrong, 100), Error);
  wrong = right;
  wrong.bytes.pop_back();
  EXPECT_THROW(weights_of(wrong, weights.size()), Error);
  wrong = right;
  wrong.runs = {1, 0, 3, 5, 6, 7};
  EXPECT_THROW(weights_of(wrong, weights.size()), Error);
}

TEST(SparseWeights, AreRefusedWhereTheyReachTooFar) {
  EXPECT_THROW(weights_of(SparseWeights{true, {5}, {15}, 1}, 15), Error);
  EXPECT_NO_THROW(weights_of(SparseWeights{true, {5}, {15}, 1}, 16));
  EXPECT_THROW(weights_of(SparseWeights{true, {5}, {16}, 1}, 16), Error);  // no such place in the codebook
  EXPECT_THROW(weights_of(SparseWeights{false, {}, {255, 1}, 1}, 255), Error);
  EXPECT_THROW(weights_of(SparseWeights{false, {}, {1, 1, 1}, 1}, 255), Error);
  EXPECT_THROW(weights_of(SparseWeights{true, {5}, {1}, 0}, 255), Error);
}

TEST(SparseWeights, OfRowsWithoutAnyTakeNoEntries) {
  EXPECT_EQ(sparse_of(std::vector<int8_t>(300, 0)).entries, 0);
  EXPECT_EQ(sparse_of(std::vector<int8_t>()).entries, 0);
}

}  // namespace
}  // namespace bitstill::codegen::pack
