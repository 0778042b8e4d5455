// When words are said in a long recording, as a CSV file has it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bitstill::firmware {

struct SaidWord {
  double begin_s = 0;
  double end_s = 0;
  std::string word;
  bool to_be_found = true;  // not of kind "other"
};

// Columns begin_s, end_s and word, and kind (word or other) where there is one, as datasets::write_long_mix() writes
// them; or time_s, when a word begins, and word: such a word ends where it begins. Sorted by their beginnings. Throws
// Error with the line.
std::vector<SaidWord> read_said_words(const std::filesystem::path& csv);

}  // namespace bitstill::firmware
