#include "codegen/pack/huffman.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/pack/huffman_code.h"
#include "configs/support/error.h"

namespace bitstill::codegen::pack {
namespace {

constexpr int32_t kNoRuns = 256;  // never met: zeros are weights like any other
constexpr int32_t kLongestRuns[] = {kNoRuns, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 255};
constexpr int kReadAheadBits = 32;

struct Symbol {
  uint8_t value;
  bool run;
};

std::vector<Symbol> symbols_of(std::span<const int8_t> weights, int32_t longest_run) {
  std::vector<Symbol> symbols;
  int32_t run = 0;
  for (const int8_t weight : weights) {
    if (weight == 0 && longest_run != kNoRuns) {
      ++run;
      continue;
    }
    for (; run >= longest_run; run -= longest_run) symbols.push_back({static_cast<uint8_t>(longest_run), true});
    symbols.push_back({static_cast<uint8_t>(run), true});
    symbols.push_back({static_cast<uint8_t>(weight), false});
    run = 0;
  }
  return symbols;
}

std::optional<HuffmanWeights> coded(std::span<const int8_t> weights, int32_t longest_run) {
  const std::vector<Symbol> symbols = symbols_of(weights, longest_run);
  Frequencies runs{}, values{};
  for (const Symbol& symbol : symbols) ++(symbol.run ? runs : values)[symbol.value];
  HuffmanWeights huffman{{}, huffman_code(runs), longest_run, huffman_code(values), 0, 0};
  if (huffman.runs.empty() || huffman.weights.empty()) return std::nullopt;
  const auto run_words = words_of(huffman.runs, "runs");
  const auto value_words = words_of(huffman.weights, "weights");
  for (const Symbol& symbol : symbols) {
    const Word& word = (symbol.run ? run_words : value_words)[symbol.value];
    if (symbol.run) ++huffman.entries;
    for (int bit = word.length - 1; bit >= 0; --bit, ++huffman.bits) {
      if (huffman.bits % 8 == 0) huffman.bytes.push_back(0);
      huffman.bytes.back() =
          static_cast<uint8_t>(huffman.bytes.back() | ((word.bits >> bit) & 1) << (7 - huffman.bits % 8));
    }
  }
  huffman.bytes.resize(static_cast<size_t>((huffman.bits + kReadAheadBits) / 8), 0);
  return huffman;
}

// In bits. An entry takes time to decode, worth half a bit here, so that many short runs do not win by a hair.
int64_t cost_of(const HuffmanWeights& huffman) {
  const auto tables = static_cast<int64_t>(huffman.runs.size() + huffman.weights.size());
  return huffman.bits + 8 * tables + huffman.entries / 2;
}

// Bit by bit, by comparing with every word.
class CarefulReader {
 public:
  CarefulReader(std::span<const uint8_t> bytes, int64_t bits) : bytes_(bytes), bits_(bits) {}

  uint8_t symbol(const std::array<Word, 256>& words) {
    uint32_t read = 0;
    for (int length = 0;; ++length) {
      const auto found =
          std::ranges::find_if(words, [&](const Word& word) { return word.length == length && word.bits == read; });
      if (found != words.end()) return static_cast<uint8_t>(found - words.begin());
      if (at_ == bits_) throw Error("Huffman-coded weights: the bits end within an entry");
      read = 2 * read + (bytes_[static_cast<size_t>(at_ / 8)] >> (7 - at_ % 8) & 1U);
      ++at_;
    }
  }

 private:
  std::span<const uint8_t> bytes_;
  int64_t bits_;
  int64_t at_ = 0;
};

}  // namespace

std::optional<HuffmanWeights> huffman_of(std::span<const int8_t> weights) {
  std::optional<HuffmanWeights> best;
  for (const int32_t longest_run : kLongestRuns) {
    auto huffman = coded(weights, longest_run);
    if (huffman && (!best || cost_of(*huffman) < cost_of(*best))) best = std::move(huffman);
  }
  return best;
}

std::vector<int8_t> weights_of(const HuffmanWeights& huffman, size_t count) {
  const auto runs = words_of(huffman.runs, "Huffman code of runs");
  const auto values = words_of(huffman.weights, "Huffman code of weights");
  if ((huffman.bits + kReadAheadBits) / 8 != static_cast<int64_t>(huffman.bytes.size()))
    throw Error(fmt::format("Huffman-coded weights: {} bytes for {} bits", huffman.bytes.size(), huffman.bits));
  std::vector<int8_t> weights(count, 0);
  CarefulReader reader(huffman.bytes, huffman.bits);
  size_t at = 0;
  for (int64_t entry = 0; entry < huffman.entries; ++entry) {
    const int32_t run = reader.symbol(runs);
    const bool weight_follows = run != huffman.longest_run;
    at += static_cast<size_t>(run);
    if (at + (weight_follows ? 1 : 0) > count)
      throw Error(fmt::format("Huffman-coded weights: entry {} reaches beyond {} weights", entry, count));
    if (weight_follows) weights[at++] = static_cast<int8_t>(reader.symbol(values));
  }
  return weights;
}

}  // namespace bitstill::codegen::pack
