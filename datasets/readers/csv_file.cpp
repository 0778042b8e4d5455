#include "datasets/readers/csv_file.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::datasets {
namespace {

namespace fs = std::filesystem;

std::span<const uint8_t> without_byte_order_mark(const fs::path& path, std::span<const uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    throw Error(path.string() + ": is text in UTF-16, expected UTF-8; save it as UTF-8");
  }
  if (text.starts_with("\x1f\x8b")) throw Error(path.string() + ": is gzipped, expected plain text; unpack it first");
  return text.starts_with("\xef\xbb\xbf") ? bytes.subspan(3) : bytes;
}

// libcsv cuts a line into fields; this counts lines and hands on whole rows. It is given a line or less at a time, so
// that at most one row ends in each call and nothing is thrown through C.
class RowParser {
 public:
  RowParser(const fs::path& path, char separator, const std::function<void(const CsvRow&)>& use)
      : path_(path), use_(use) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
  }
  ~RowParser() { csv_free(&parser_); }
  RowParser(const RowParser&) = delete;
  RowParser& operator=(const RowParser&) = delete;

  void parse(std::span<const uint8_t> bytes) {
    while (!bytes.empty()) {
      const auto end = std::ranges::find_if(bytes, [](uint8_t byte) { return byte == '\n' || byte == '\r'; });
      const bool whole = end != bytes.end();
      const auto size = static_cast<size_t>(end - bytes.begin()) + (whole ? 1 : 0);
      parse_part(bytes.first(size), whole);
      bytes = bytes.subspan(size);
    }
  }

  void finish() {
    if (csv_fini(&parser_, on_field, on_row_end, this) != 0) fail_at_line(path_, row_.line, kUnbalanced);
    hand_on();
  }

 private:
  static constexpr const char* kUnbalanced =
      "the row that begins here opens a quote that is never closed, expected another '\"'";

  void parse_part(std::span<const uint8_t> part, bool whole_line) {
    row_bytes_ += static_cast<int64_t>(part.size());
    const size_t parsed = csv_parse(&parser_, part.data(), part.size(), on_field, on_row_end, this);
    if (parsed != part.size()) {
      fail_at_line(path_, line_,
                   "a quote stands inside a field, expected the whole field in quotes and quotes in it doubled");
    }
    const bool second_of_two = part.size() == 1 && part[0] == '\n' && last_ == '\r';
    if (whole_line && !second_of_two) ++line_;
    last_ = part.back();
    if (row_ended_) {
      hand_on();
    } else if (row_bytes_ > kLongestCsvRow) {
      fail_at_line(path_, row_.line,
                   fmt::format("the row that begins here is longer than {} bytes, expected a shorter one; is a "
                               "closing quote missing?",
                               kLongestCsvRow));
    }
  }

  void hand_on() {
    if (!row_.fields.empty()) {
      for (const std::string& field : row_.fields) {
        if (!configs::is_text(field)) {
          fail_at_line(path_, row_.line,
                       fmt::format("field {} is not text in UTF-8, expected a CSV file saved as UTF-8",
                                   &field - row_.fields.data() + 1));
        }
      }
      use_(row_);
    }
    row_.fields.clear();
    row_.line = line_;
    row_bytes_ = 0;
    row_ended_ = false;
  }

  static void on_field(void* text, size_t size, void* self) {
    static_cast<RowParser*>(self)->row_.fields.emplace_back(static_cast<const char*>(text), size);
  }

  static void on_row_end(int, void* self) { static_cast<RowParser*>(self)->row_ended_ = true; }

  fs::path path_;
  const std::function<void(const CsvRow&)>& use_;
  csv_parser parser_{};
  CsvRow row_{1, {}};
  int64_t line_ = 1;
  int64_t row_bytes_ = 0;
  bool row_ended_ = false;
  uint8_t last_ = 0;
};

}  // namespace

void read_csv(const fs::path& path, char separator, const std::function<void(const CsvRow&)>& use) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (!error && size > kMostCsvBytes) {
    throw Error(fmt::format("{}: is larger than {} MiB, expected a smaller file; take fewer rows or columns",
                            path.string(), kMostCsvBytes >> 20));
  }
  RowParser parser(path, separator, use);
  bool first = true;
  read_pieces(path, [&](std::span<const uint8_t> piece) {
    parser.parse(first ? without_byte_order_mark(path, piece) : piece);
    first = false;
  });
  parser.finish();
}

void fail_at_line(const fs::path& path, int64_t line, const std::string& sentence) {
  throw Error(fmt::format("{}:{}: {}", path.string(), line, sentence));
}

}  // namespace bitstill::datasets
