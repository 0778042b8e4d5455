// Weights in two canonical Huffman codes, one for the runs of zeros and one for the weights behind them.
//
// Plain C++17; copied as it stands into modules that need it. The generator has made sure that the codes are complete
// and that the entries end where the layer does: nothing is checked here.
#pragma once

#include <stdint.h>

#include "codegen/pack/sparse_weights.h"

namespace bitstill::pack {

constexpr int32_t kLongestCode = 12;  // bits: the codes of an entry's run and weight are read with one look

// A code is given as the longest length of its words, how many words there are of each length from 0 on, and their
// symbols, shortest words first. Words of one length are consecutive numbers.
class HuffmanCode {
 public:
  explicit HuffmanCode(const uint8_t* code) noexcept : symbols_(code + 2 + code[0]) {
    int32_t first = 0;   // word of its length
    int32_t symbol = 0;  // where its symbol stands
    Length* next = lengths_;
    for (int32_t bits = 0; bits <= code[0]; ++bits) {
      const int32_t words = code[1 + bits];
      if (words > 0) *next++ = {2 * (static_cast<uint32_t>(first + words) << (31 - bits)) - 1, symbol - first, bits};
      symbol += words;
      first = 2 * (first + words);
    }
  }

  // The symbol of the word with which `bits` begins; its length is put into `length`.
  uint8_t symbol(uint32_t bits, int32_t& length) const noexcept {
    const Length* at = lengths_;
    while (bits > at->last) ++at;
    length = at->bits;
    return symbols_[at->offset + static_cast<int32_t>((bits >> 1) >> (31 - length))];
  }

 private:
  struct Length {
    uint32_t last;   // what begins with the last word of this length, or an earlier one, is not above
    int32_t offset;  // of a word's symbol from the word
    int32_t bits;
  };

  const uint8_t* symbols_;
  Length lengths_[kLongestCode + 1];
};

// A run of `longest_run` stands for so many zeros and has no weight behind it.
class HuffmanEntries {
 public:
  HuffmanEntries(const uint8_t* bytes, const uint8_t* runs, int32_t longest_run, const uint8_t* weights) noexcept
      : next_(bytes), longest_run_(longest_run), runs_(runs), weights_(weights) {}

  Entry next() noexcept {
    for (; ready_ <= 24; ready_ += 8) bits_ |= static_cast<uint32_t>(*next_++) << (24 - ready_);
    int32_t length;
    const int32_t run = runs_.symbol(bits_, length);
    skip(length);
    if (run == longest_run_) return {run - 1, 0};
    const auto weight = static_cast<int8_t>(weights_.symbol(bits_, length));
    skip(length);
    return {run, weight};
  }

 private:
  void skip(int32_t length) noexcept {
    bits_ <<= length;
    ready_ -= length;
  }

  const uint8_t* next_;
  uint32_t bits_ = 0;  // read and not yet used, from the highest bit on
  int32_t ready_ = 0;  // how many of them
  int32_t longest_run_;
  HuffmanCode runs_;
  HuffmanCode weights_;
};

}  // namespace bitstill::pack
