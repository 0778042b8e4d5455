#include "datasets/recordings/find_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>

#include "configs/support/error.h"
#include "datasets/recordings/speech_commands.h"

namespace bitstill::datasets {
namespace {

namespace fs = std::filesystem;

// Matches what a pattern describes and knows which group of the match is which placeholder.
class NamePattern {
 public:
  explicit NamePattern(const std::string& pattern) : on_path_(pattern.find('/') != std::string::npos) {
    static const std::regex kPlaceholder(R"(\{(\w+)\})");
    std::string text;
    size_t done = 0;
    for (auto each = std::sregex_iterator(pattern.begin(), pattern.end(), kPlaceholder); each != std::sregex_iterator();
         ++each) {
      const auto at = static_cast<size_t>(each->position());
      text += literal(pattern.substr(done, at - done));
      const std::string name = (*each)[1];
      groups_[name] = ++count_;
      text += name == "index" ? "([0-9]+)" : "([^/]+?)";
      done = at + each->str().size();
    }
    regex_ = std::regex(text + literal(pattern.substr(done)));
  }

  bool match(const fs::path& relative, Recording& recording) const {
    const std::string text = on_path_ ? relative.generic_string() : relative.filename().string();
    std::smatch match;
    if (text.size() > 1024 || !std::regex_match(text, match, regex_)) return false;
    recording.label = match[groups_.at("label")];
    if (const auto speaker = groups_.find("speaker"); speaker != groups_.end()) {
      recording.speaker = match[speaker->second];
    }
    return true;
  }

 private:
  static std::string literal(const std::string& text) {
    static const std::regex kSpecial(R"([.^$|()\[\]*+?\\])");
    return std::regex_replace(text, kSpecial, R"(\$&)");
  }

  bool on_path_;
  size_t count_ = 0;
  std::map<std::string, size_t> groups_;
  std::regex regex_;
};

}  // namespace

bool is_recording(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return extension == ".wav" || extension == ".flac";
}

std::vector<fs::path> recordings_under(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(folder, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (!is_recording(entry->path()) || !entry->is_regular_file(error)) continue;
    if (static_cast<int64_t>(paths.size()) == kMostRecordings) {
      throw Error(fmt::format("{}: holds more than {} recordings, expected fewer", folder.string(), kMostRecordings));
    }
    paths.push_back(entry->path());
  }
  if (error) throw Error(fmt::format("{}: cannot be listed ({})", folder.string(), error.message()));
  std::ranges::sort(paths);
  return paths;
}

Recordings find_by_folder(const configs::RecordingsConfig& config) {
  Recordings recordings;
  for (const fs::path& path : recordings_under(config.folder)) {
    const fs::path relative = path.lexically_relative(config.folder);
    const std::string label = relative.begin()->string();
    if (std::distance(relative.begin(), relative.end()) != 2 || label[0] == '_' || label[0] == '.') continue;
    recordings.push_back({path, relative.generic_string(), label, speaker_of_speech_command(path), {}});
  }
  if (recordings.empty()) {
    throw Error(
        fmt::format("{}: holds no recordings in folders named after their words (bed/1.wav), expected some; "
                    "names with the word in them need a pattern, and a CSV file is a manifest",
                    config.folder));
  }
  return recordings;
}

Recordings find_by_pattern(const configs::RecordingsConfig& config) {
  const NamePattern pattern(config.pattern);
  Recordings recordings;
  const std::vector<fs::path> paths = recordings_under(config.folder);
  for (const fs::path& path : paths) {
    Recording recording{path, path.lexically_relative(config.folder).generic_string(), "", "", {}};
    if (pattern.match(recording.name, recording)) recordings.push_back(std::move(recording));
  }
  if (recordings.empty()) {
    throw Error(fmt::format("{}: none of {} recordings is named like '{}'{}, expected some", config.folder,
                            paths.size(), config.pattern,
                            paths.empty() ? "" : "; the first is " + paths.front().filename().string()));
  }
  return recordings;
}

}  // namespace bitstill::datasets
