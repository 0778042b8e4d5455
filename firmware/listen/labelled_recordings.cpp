#include "firmware/listen/labelled_recordings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "datasets/recordings/find_files.h"
#include "datasets/recordings/read_manifest.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using datasets::Recording;
using datasets::Recordings;

void keep_split(Recordings& recordings, const std::string& split, const std::string& manifest) {
  const auto wanted = datasets::split_called(split);
  if (!wanted) {
    throw Error(fmt::format("--split is '{}', expected train, validation or test", configs::one_line(split)));
  }
  const auto all = recordings.size();
  std::erase_if(recordings, [&](const Recording& each) { return each.split != wanted; });
  if (recordings.empty()) {
    throw Error(fmt::format("{}: none of {} recordings is in the split '{}', expected some; leave --split out",
                            manifest, all, configs::one_line(split)));
  }
}

Recordings listed(const fs::path& manifest, const std::string& split) {
  configs::RecordingsConfig config;
  config.manifest = manifest.string();
  config.folder = manifest.has_parent_path() ? manifest.parent_path().string() : ".";
  config.split = split.empty() ? "drawn" : "column";
  Recordings recordings = datasets::read_manifest(config);
  if (!split.empty()) keep_split(recordings, split, config.manifest);
  return recordings;
}

}  // namespace

Recordings labelled_recordings(const std::string& folder, const std::string& split) {
  std::error_code error;
  const fs::path path(folder);
  if (!fs::exists(path, error)) {
    throw Error(folder +
                ": is not there, expected a folder with a folder of recordings for every word, or with a "
                "manifest.csv");
  }
  if (fs::exists(path / "manifest.csv", error)) return listed(path / "manifest.csv", split);
  if (path.extension() == ".csv") return listed(path, split);
  if (!fs::is_directory(path, error)) {
    throw Error(folder +
                ": is no folder, expected one with a folder of recordings for every word, or with a "
                "manifest.csv; a single recording goes through bitstill classify");
  }
  if (!split.empty()) {
    throw Error(folder + ": has no manifest.csv, expected one with a column 'split' for --split");
  }
  configs::RecordingsConfig config;
  config.folder = folder;
  return datasets::find_by_folder(config);
}

std::vector<size_t> classes_of(const Recordings& recordings, const std::vector<std::string>& labels,
                               const std::string& folder) {
  std::map<std::string, size_t> classes;
  for (size_t i = labels.size(); i-- > 0;) classes[labels[i]] = i;
  const auto unknown = classes.find("unknown");
  std::vector<size_t> result;
  std::set<std::string> strange;
  for (const Recording& each : recordings) {
    auto found = classes.find(each.label);
    if (found == classes.end()) found = unknown;
    if (found == classes.end()) strange.insert(each.label);
    result.push_back(found == classes.end() ? 0 : found->second);
  }
  if (!strange.empty()) {
    throw Error(
        fmt::format("{}: has recordings labelled '{}', which is none of the model's words ({}), nor has it a "
                    "class 'unknown'; leave them out",
                    folder, configs::one_line(fmt::format("{}", fmt::join(strange, "', '"))),
                    configs::one_line(fmt::format("{}", fmt::join(labels, ", ")))));
  }
  return result;
}

}  // namespace bitstill::firmware
