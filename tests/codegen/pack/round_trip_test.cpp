// Every coding gives back the weights it was made from: by the host's careful readers and by the device's.
#include <gtest/gtest.h>

#include "codegen/pack/codebook.h"
#include "codegen/pack/codebook_weights.h"
#include "codegen/pack/huffman.h"
#include "codegen/pack/huffman_weights.h"
#include "codegen/pack/sparse.h"
#include "codegen/pack/sparse_weights.h"
#include "codegen/pack/statistics.h"
#include "codegen/pack/unpack.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen::pack {
namespace {

// `zeros` of 256 weights are zero, the others of so many values.
std::vector<int8_t> random_weights(tests::Random& random, size_t count, uint8_t zeros, int values) {
  std::vector<int8_t> weights(count, 0);
  const auto draws = random.bytes(2 * count);
  for (size_t i = 0; i < count; ++i) {
    const int value = 1 + draws[2 * i] % values;
    if (draws[2 * i + 1] >= zeros) weights[i] = static_cast<int8_t>(value % 2 == 0 ? value / 2 : -value / 2 - 1);
  }
  return weights;
}

struct Case {
  size_t count;
  uint8_t zeros;
  int values;
};

constexpr Case kCases[] = {{1, 0, 1},      {7, 0, 3},      {16, 128, 4},   {100, 230, 15},  {1000, 250, 16},
                           {1000, 250, 7}, {999, 200, 16}, {3000, 255, 2}, {1000, 0, 254},  {1000, 128, 254},
                           {257, 0, 16},   {64, 64, 9},    {500, 0, 2},    {4000, 180, 31}, {2, 128, 1}};

std::vector<int8_t> unpacked(auto entries, int64_t count, size_t weights) {
  std::vector<int8_t> read(weights, 99);
  bitstill::pack::unpack_all(entries, static_cast<int32_t>(count), 0, static_cast<int32_t>(weights), read.data());
  return read;
}

TEST(SparseWeights, ReadBackOnHostAndDevice) {
  tests::Random random(3);
  bool narrow = false, wide = false;
  for (const Case& one : kCases) {
    const auto weights = random_weights(random, one.count, one.zeros, one.values);
    const SparseWeights sparse = sparse_of(weights);
    EXPECT_EQ(weights_of(sparse, weights.size()), weights);
    (sparse.narrow ? narrow : wide) = true;
    const auto read = sparse.narrow
                          ? unpacked(bitstill::pack::NarrowEntries(sparse.bytes.data(), sparse.codebook.data()),
                                     sparse.entries, weights.size())
                          : unpacked(bitstill::pack::WideEntries(sparse.bytes.data()), sparse.entries, weights.size());
    EXPECT_EQ(read, weights) << one.count;
  }
  EXPECT_TRUE(narrow && wide);
}

TEST(HuffmanWeights, ReadBackOnHostAndDevice) {
  tests::Random random(4);
  for (const Case& one : kCases) {
    const auto weights = random_weights(random, one.count, one.zeros, one.values);
    const auto huffman = huffman_of(weights);
    ASSERT_TRUE(huffman.has_value());
    EXPECT_EQ(weights_of(*huffman, weights.size()), weights);
    const bitstill::pack::HuffmanEntries entries(huffman->bytes.data(), huffman->runs.data(), huffman->longest_run,
                                                 huffman->weights.data());
    EXPECT_EQ(unpacked(entries, huffman->entries, weights.size()), weights) << one.count;
  }
}

// The device reads ahead: not beyond what is stored, which the sanitizers' build would notice.
TEST(HuffmanWeights, AreFollowedByTheBytesThatAreReadAhead) {
  for (size_t count = 1; count < 40; ++count) {
    std::vector<int8_t> weights(count, 5);
    for (size_t i = 0; i < count; i += 3) weights[i] = static_cast<int8_t>(i + 1);
    const auto huffman = *huffman_of(weights);
    const std::vector<uint8_t> exactly(huffman.bytes);
    const bitstill::pack::HuffmanEntries entries(exactly.data(), huffman.runs.data(), huffman.longest_run,
                                                 huffman.weights.data());
    EXPECT_EQ(unpacked(entries, huffman.entries, count), weights);
    EXPECT_LE(huffman.bytes.size(), static_cast<size_t>(huffman.bits / 8 + 4));
  }
}

TEST(HuffmanWeights, OfOneValueAndNoZerosTakeNoBits) {
  const auto huffman = *huffman_of(std::vector<int8_t>(500, -7));
  EXPECT_EQ(huffman.bits, 0);
  EXPECT_EQ(weights_of(huffman, 500), std::vector<int8_t>(500, -7));
}

TEST(HuffmanWeights, ComeCloseToTheEntropy) {
  tests::Random random(5);
  const auto weights = random_weights(random, 20000, 235, 12);
  EXPECT_LT(static_cast<double>(huffman_of(weights)->bits), 1.04 * statistics_of(weights).entropy_bits);
}

template <int kBits>
void expect_read_back(const Codebook& codebook, const std::vector<int8_t>& weights, size_t row) {
  const auto together = codes(codebook, weights, weights.size());
  const auto by_rows = codes(codebook, weights, row);
  std::vector<uint8_t> offset;
  for (const int8_t value : codebook.values) offset.push_back(static_cast<uint8_t>(value + 128));
  std::vector<uint16_t> pairs(size_t{1} << (2 * kBits), 0);
  bitstill::pack::list_pairs<kBits>(offset.data(), static_cast<int32_t>(offset.size()), pairs.data());
  std::vector<int8_t> read(weights.size()), read_pairs;
  bitstill::pack::unpack_codes(bitstill::pack::Codes<kBits>{together.data(), codebook.values.data()},
                               static_cast<int32_t>(weights.size()), read.data());
  bitstill::pack::CodePairs<kBits> rows{by_rows.data(), pairs.data()};
  for (size_t first = 0; first < weights.size(); first += row, rows += static_cast<int32_t>(row)) {
    for (size_t i = 0; i < row; ++i) {
      const uint32_t pair = rows[static_cast<int32_t>(i / 2)];
      read_pairs.push_back(static_cast<int8_t>((i % 2 == 0 ? pair & 255 : pair >> 8) - 128));
    }
  }
  EXPECT_EQ(read, weights);
  EXPECT_EQ(read_pairs, weights);
}

TEST(Codebook, ReadsBackByWeightsAndByPairs) {
  tests::Random random(6);
  for (const int values : {1, 3, 4, 5, 15}) {
    const auto weights = random_weights(random, 7 * 9, 40, values);
    const Codebook codebook = *codebook_of(weights);
    EXPECT_EQ(codebook.bits, codebook.values.size() <= 4 ? 2 : 4);
    codebook.bits == 2 ? expect_read_back<2>(codebook, weights, 9) : expect_read_back<4>(codebook, weights, 9);
  }
  EXPECT_FALSE(codebook_of(random_weights(random, 500, 0, 17)).has_value());
}

TEST(ReadColumns, LeaveOutWhatNoRowReads) {
  //                                   unread: 0, 3 and 4
  const std::vector<int8_t> weights = {0, 1, 0, 0, 0, 2, 0, 0, 3, 0, 0, 0};
  const ReadColumns read = read_columns(weights, 6);
  EXPECT_EQ(read.columns, 3U);
  EXPECT_EQ(read.turns, (std::vector<uint8_t>{0, 1, 2, 2, 1, 0}));
  EXPECT_EQ(read.weights, (std::vector<int8_t>{1, 0, 2, 0, 3, 0}));
}

TEST(ReadColumns, TakeTurnsOfAtMost255) {
  std::vector<int8_t> weights(600, 1);
  EXPECT_EQ(read_columns(weights, 600).turns, (std::vector<uint8_t>{255, 0, 255, 0, 90, 0}));
  std::fill(weights.begin() + 10, weights.end() - 1, int8_t{0});
  EXPECT_EQ(read_columns(weights, 600).turns, (std::vector<uint8_t>{10, 255, 0, 255, 0, 79, 1, 0}));
}

TEST(Statistics, CountZerosValuesAndEntropy) {
  const Statistics statistics = statistics_of(std::vector<int8_t>{0, 0, -128, 127});
  EXPECT_EQ(statistics.zeros, 2);
  EXPECT_EQ(statistics.values, (std::vector<int8_t>{-128, 0, 127}));
  EXPECT_DOUBLE_EQ(statistics.entropy_bits, 2 * 1 + 2 * 2);
}

}  // namespace
}  // namespace bitstill::codegen::pack
