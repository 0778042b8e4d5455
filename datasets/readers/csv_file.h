// The rows of a CSV file (RFC 4180), one at a time, whatever its size: quoted fields may hold separators, quotes and
// line ends; lines may end as on Unix, Windows or old Macs; blank lines are skipped; a UTF-8 byte order mark is too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bitstill::datasets {

struct CsvRow {
  int64_t line = 0;  // on which it begins, from 1
  std::vector<std::string> fields;
};

constexpr uint64_t kMostCsvBytes = uint64_t{256} << 20;
constexpr int64_t kLongestCsvRow = int64_t{1} << 20;

// Calls `use` for each row, the header included. Throws Error with the line for quotes that do not match, what is not
// text in UTF-8, a row longer than kLongestCsvRow bytes and a file larger than kMostCsvBytes.
void read_csv(const std::filesystem::path& path, char separator, const std::function<void(const CsvRow&)>& use);

// Throws Error: "<path>:<line>: <sentence>".
[[noreturn]] void fail_at_line(const std::filesystem::path& path, int64_t line, const std::string& sentence);

}  // namespace bitstill::datasets
