#include "firmware/listen/said_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "configs/schema/scalars.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "datasets/readers/csv_file.h"

namespace bitstill::firmware {
namespace {

using configs::one_line;
using datasets::CsvRow;

class Reader {
 public:
  explicit Reader(std::filesystem::path path) : path_(std::move(path)) {}

  void use(const CsvRow& row) {
    if (!header_seen_) return use_header(row);
    if (row.fields.size() != columns_) {
      fail(row, fmt::format("has {} fields, expected {} as in the header", row.fields.size(), columns_));
    }
    SaidWord said{seconds(row, begin_), end_ ? seconds(row, *end_) : seconds(row, begin_), row.fields[word_], true};
    if (said.end_s < said.begin_s) fail(row, fmt::format("ends at {} s before it begins", said.end_s));
    if (kind_) said.to_be_found = row.fields[*kind_] != "other";
    said_.push_back(std::move(said));
  }

  std::vector<SaidWord> finish() {
    if (!header_seen_) throw Error(path_.string() + ": is empty, expected a header and the words that are said");
    std::ranges::stable_sort(said_, {}, &SaidWord::begin_s);
    return std::move(said_);
  }

 private:
  [[noreturn]] void fail(const CsvRow& row, const std::string& sentence) const {
    datasets::fail_at_line(path_, row.line, sentence);
  }

  static std::optional<size_t> column(const CsvRow& row, const char* name) {
    const auto found = std::ranges::find(row.fields, name);
    if (found == row.fields.end()) return std::nullopt;
    return static_cast<size_t>(found - row.fields.begin());
  }

  void use_header(const CsvRow& row) {
    header_seen_ = true;
    columns_ = row.fields.size();
    const auto begin = column(row, "begin_s");
    const auto time = column(row, "time_s");
    const auto word = column(row, "word");
    end_ = begin ? column(row, "end_s") : std::nullopt;
    kind_ = column(row, "kind");
    if (!word || !(time || (begin && end_))) {
      fail(row, "expected a header with the columns begin_s,end_s,word or time_s,word");
    }
    begin_ = begin ? *begin : *time;
    word_ = *word;
  }

  double seconds(const CsvRow& row, size_t column) const {
    const auto value = configs::parse_number(row.fields[column]);
    if (!value || !std::isfinite(*value) || *value < 0) {
      fail(row, fmt::format("has the time '{}', expected seconds from the beginning", one_line(row.fields[column])));
    }
    return *value;
  }

  std::filesystem::path path_;
  bool header_seen_ = false;
  size_t columns_ = 0, begin_ = 0, word_ = 0;
  std::optional<size_t> end_, kind_;
  std::vector<SaidWord> said_;
};

}  // namespace

std::vector<SaidWord> read_said_words(const std::filesystem::path& csv) {
  Reader reader(csv);
  datasets::read_csv(csv, ',', [&](const CsvRow& row) { reader.use(row); });
  return reader.finish();
}

}  // namespace bitstill::firmware
