#include "codegen/pack/huffman_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <queue>

#include "codegen/pack/huffman_weights.h"
#include "configs/support/error.h"

namespace bitstill::codegen::pack {
namespace {

using bitstill::pack::kLongestCode;

struct Node {
  int64_t frequency;
  size_t index;  // of equals the older one first, so that the same frequencies give the same code
  auto operator<=>(const Node&) const = default;
};

// By joining the two rarest again and again. Lengths of symbols that do not occur are 0.
std::array<int, 256> optimal_lengths(const Frequencies& frequencies) {
  std::priority_queue<Node, std::vector<Node>, std::greater<>> rarest;
  std::vector<size_t> parents(256, 0);
  for (size_t symbol = 0; symbol < 256; ++symbol) {
    if (frequencies[symbol] > 0) rarest.push({frequencies[symbol], symbol});
  }
  while (rarest.size() > 1) {
    const Node a = rarest.top();
    rarest.pop();
    const Node b = rarest.top();
    rarest.pop();
    parents[a.index] = parents[b.index] = parents.size();
    rarest.push({a.frequency + b.frequency, parents.size()});
    parents.push_back(0);
  }
  std::array<int, 256> lengths{};
  for (size_t symbol = 0; symbol < 256; ++symbol) {
    for (size_t node = parents[symbol]; node != 0; node = parents[node]) ++lengths[symbol];
  }
  return lengths;
}

}  // namespace

std::vector<uint8_t> huffman_code(const Frequencies& frequencies) {
  Frequencies evened = frequencies;
  std::array<int, 256> lengths = optimal_lengths(evened);
  // Rare symbols get words that are too long until the frequencies are closer together.
  while (*std::ranges::max_element(lengths) > kLongestCode) {
    for (int64_t& frequency : evened) frequency = (frequency + 1) / 2;
    lengths = optimal_lengths(evened);
  }
  const int longest = *std::ranges::max_element(lengths);
  std::vector<uint8_t> code = {static_cast<uint8_t>(longest)};
  std::vector<uint8_t> symbols;
  for (int length = 0; length <= longest; ++length) {
    size_t words = 0;
    for (size_t symbol = 0; symbol < 256; ++symbol) {
      if (frequencies[symbol] == 0 || lengths[symbol] != length) continue;
      symbols.push_back(static_cast<uint8_t>(symbol));
      ++words;
    }
    if (words > 255) return {};
    code.push_back(static_cast<uint8_t>(words));
  }
  if (symbols.empty()) return {};
  code.insert(code.end(), symbols.begin(), symbols.end());
  return code;
}

std::array<Word, 256> words_of(std::span<const uint8_t> code, const std::string& what) {
  const auto refuse = [&](const std::string& why) { throw Error(fmt::format("{}: {}", what, why)); };
  if (code.empty() || code.size() < code[0] + 2U) refuse("the code is cut off");
  const int longest = code[0];
  if (longest > kLongestCode)
    refuse(fmt::format("the code has words of {} bits, {} are supported", longest, kLongestCode));
  std::array<Word, 256> words;
  uint32_t next = 0;
  size_t at = static_cast<size_t>(longest) + 2;
  for (int length = 0; length <= longest; ++length, next *= 2) {
    for (int count = code[static_cast<size_t>(length) + 1]; count > 0; --count) {
      if (next >> length != 0) refuse(fmt::format("the code has more words of {} bits than there are", length));
      if (at == code.size()) refuse("the code has fewer symbols than words");
      Word& word = words[code[at++]];
      if (word.length >= 0) refuse(fmt::format("the code has symbol {} twice", code[at - 1]));
      word = {next++, length};
    }
  }
  if (next / 2 != uint32_t{1} << longest) refuse("the code is incomplete: some bits mean nothing");
  if (at != code.size()) refuse("the code has more symbols than words");
  return words;
}

}  // namespace bitstill::codegen::pack
