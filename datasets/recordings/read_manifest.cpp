#include "datasets/recordings/read_manifest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

#include "configs/schema/suggest.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "datasets/readers/csv_file.h"
#include "datasets/recordings/find_files.h"
#include "datasets/recordings/row_filter.h"

namespace bitstill::datasets {
namespace {

using configs::one_line;
using configs::RecordingsConfig;

struct SplitWord {
  std::string_view word;
  Split split;
};

constexpr SplitWord kSplitWords[] = {
    {"train", Split::kTrain},      {"training", Split::kTrain}, {"validation", Split::kValidation},
    {"valid", Split::kValidation}, {"val", Split::kValidation}, {"dev", Split::kValidation},
    {"test", Split::kTest},        {"testing", Split::kTest},   {"devtest", Split::kTest},
};

class ManifestReader {
 public:
  explicit ManifestReader(const RecordingsConfig& config) : config_(config) {}

  void use(const CsvRow& row) {
    if (header_.empty()) return use_header(row);
    if (row.fields.size() != header_.size()) {
      fail(row, fmt::format("has {} fields, expected {} as in the header", row.fields.size(), header_.size()));
    }
    for (size_t i = 0; i < excluded_.size(); ++i) {
      if (is_excluded(row.fields[excluded_[i]], config_.exclude[i].second)) return;
    }
    add(row);
  }

  Recordings finish() {
    if (header_.empty()) throw Error(config_.manifest + ": is empty, expected a header row and rows of recordings");
    if (recordings_.empty()) {
      throw Error(config_.manifest + ": no row is left, expected recordings; does exclude leave every row out?");
    }
    return std::move(recordings_);
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  [[noreturn]] void fail(const CsvRow& row, const std::string& sentence) const {
    fail_at_line(config_.manifest, row.line, sentence);
  }

  void use_header(const CsvRow& row) {
    header_ = row.fields;
    path_ = find(row, config_.path_column, "path_column");
    label_ = find(row, config_.label_column, "label_column");
    const RecordingsConfig defaults;
    split_ = find(row, config_.split_column, "split_column",
                  config_.split_column == defaults.split_column && config_.split != "column");
    speaker_ = find(row, config_.speaker_column, "speaker_column", config_.speaker_column == defaults.speaker_column);
    for (const auto& [column, condition] : config_.exclude) excluded_.push_back(find(row, column, "exclude"));
  }

  size_t find(const CsvRow& row, const std::string& name, const char* key, bool may_be_missing = false) const {
    const auto found = std::ranges::find(header_, name);
    if (found != header_.end()) return static_cast<size_t>(found - header_.begin());
    if (may_be_missing) return kNone;
    const auto guess = configs::closest(name, header_);
    fail(row, fmt::format("has no column '{}' for {}, the header is '{}'{}", one_line(name), key,
                          one_line(fmt::format("{}", fmt::join(header_, ","))),
                          guess ? fmt::format(" (did you mean '{}'?)", one_line(*guess)) : ""));
  }

  void add(const CsvRow& row) {
    if (static_cast<int64_t>(recordings_.size()) == kMostRecordings) {
      fail(row, fmt::format("is one of more than {} recordings, expected fewer", kMostRecordings));
    }
    Recording recording;
    recording.name = row.fields[path_];
    recording.label = row.fields[label_];
    if (recording.name.empty()) fail(row, "names no recording, expected its path from the folder on");
    if (recording.label.empty() || one_line(recording.label) != recording.label) {
      fail(row, fmt::format("has the label '{}', expected a word of at most 60 bytes", one_line(recording.label)));
    }
    recording.path = (std::filesystem::path(config_.folder) / recording.name).lexically_normal();
    std::error_code error;
    if (!std::filesystem::is_regular_file(recording.path, error)) {
      fail(row, fmt::format("names a recording that is not there: {}", one_line(recording.name)));
    }
    const auto [first, is_new] = lines_.try_emplace(recording.name, row.line);
    if (!is_new) fail(row, fmt::format("names the recording of line {} again, expected it once", first->second));
    if (speaker_ != kNone) recording.speaker = one_line(row.fields[speaker_]);
    const bool wanted = config_.split == "auto" || config_.split == "column";
    if (split_ != kNone && wanted && !row.fields[split_].empty()) recording.split = split(row, row.fields[split_]);
    recordings_.push_back(std::move(recording));
  }

  Split split(const CsvRow& row, const std::string& text) const {
    const auto split = split_called(text);
    if (!split) fail(row, fmt::format("has the split '{}', expected train, validation or test", one_line(text)));
    return *split;
  }

  const RecordingsConfig& config_;
  std::vector<std::string> header_;
  size_t path_ = kNone, label_ = kNone, split_ = kNone, speaker_ = kNone;
  std::vector<size_t> excluded_;
  std::unordered_map<std::string, int64_t> lines_;
  Recordings recordings_;
};

}  // namespace

std::optional<Split> split_called(std::string_view word) {
  const auto found = std::ranges::find(kSplitWords, word, &SplitWord::word);
  return found == std::end(kSplitWords) ? std::nullopt : std::optional(found->split);
}

Recordings read_manifest(const RecordingsConfig& config) {
  ManifestReader reader(config);
  read_csv(config.manifest, ',', [&](const CsvRow& row) { reader.use(row); });
  return reader.finish();
}

}  // namespace bitstill::datasets
