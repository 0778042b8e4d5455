// Canonical Huffman codes over bytes, of words of at most 12 bits: made, written down and held to their rules.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bitstill::codegen::pack {

using Frequencies = std::array<int64_t, 256>;

// The shortest code of such words, as a module holds it: the longest length, how many words there are of each length
// from 0 on, and their symbols, shortest words first, in ascending order among equals. The only symbol of a code has
// the word of no bits. Empty where there is no symbol, or where a count would not fit a byte: 256 equal words say
// nothing shorter than bytes do.
std::vector<uint8_t> huffman_code(const Frequencies& frequencies);

struct Word {
  uint32_t bits = 0;
  int length = -1;  // -1: the symbol has no word
};

// The word of every symbol. Throws Error, with `what` in front, where the code is cut off, has words of more than 12
// bits, more words than there can be or fewer (then some bits would mean nothing), or the same symbol twice.
std::array<Word, 256> words_of(std::span<const uint8_t> code, const std::string& what);

}  // namespace bitstill::codegen::pack
