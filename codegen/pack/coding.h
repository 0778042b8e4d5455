// The forms in which a module may hold a layer's weights.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace bitstill::codegen {

enum class Coding {
  kRaw,       // a byte each
  kCodebook,  // 2 or 4 bits each, places in a list of the layer's different weights
  kSparse,    // the weights that are not zero, each behind a run of zeros
  kHuffman,   // the same in two canonical Huffman codes
};

constexpr std::string_view coding_name(Coding coding) {
  switch (coding) {
    case Coding::kRaw:
      return "raw";
    case Coding::kCodebook:
      return "codebook";
    case Coding::kSparse:
      return "sparse";
    case Coding::kHuffman:
      return "huffman";
  }
  return "";
}

// What was chosen for a layer, and what it takes beside a byte for each weight.
struct ChosenCoding {
  size_t node = 0;  // position in Graph::operators
  Coding coding = Coding::kRaw;
  int64_t weights = 0;
  int64_t zeros = 0;
  int64_t different = 0;
  double entropy_bits = 0;  // of all weights together
  int64_t raw_bytes = 0;    // of all the layer's constants
  int64_t bytes = 0;
  int64_t raw_ram_bytes = 0;  // working memory
  int64_t ram_bytes = 0;
  int64_t raw_instructions = 0;  // of one inference, as predicted
  int64_t instructions = 0;
};

// Which form is chosen for each layer.
enum class Forms {
  kNone,      // raw
  kAuto,      // the smallest of those that cost little in instructions and working memory
  kSize,      // the smallest
  kCodebook,  // this one wherever there is one
  kSparse,
  kHuffman,
};

// The words of `bitstill generate --pack`.
inline constexpr std::array<std::pair<std::string_view, Forms>, 6> kFormWords = {{{"none", Forms::kNone},
                                                                                  {"auto", Forms::kAuto},
                                                                                  {"size", Forms::kSize},
                                                                                  {"codebook", Forms::kCodebook},
                                                                                  {"sparse", Forms::kSparse},
                                                                                  {"huffman", Forms::kHuffman}}};

// Of a word that is one of them.
constexpr Forms forms_named(std::string_view word) {
  for (const auto& [name, forms] : kFormWords) {
    if (name == word) return forms;
  }
  return Forms::kNone;
}

struct Packing {
  Forms forms = Forms::kNone;
  // Weights that are not read as they are stored are unpacked at the first inference and stay in working memory; or
  // else at every one, layer by layer.
  bool unpack_at_start = false;
};

}  // namespace bitstill::codegen
