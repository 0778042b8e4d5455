#include "datasets/recordings/assign_splits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include "configs/schema/suggest.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "datasets/recordings/speech_commands.h"
#include "datasets/split_groups.h"

namespace bitstill::datasets {
namespace {

namespace fs = std::filesystem;
using configs::RecordingsConfig;

std::unordered_set<std::string> lines_of(const fs::path& path) {
  std::unordered_set<std::string> lines;
  std::string line;
  for (const char character : read_text(path) + '\n') {
    if (character == '\r') continue;
    if (character != '\n') {
      line += character;
    } else if (!line.empty()) {
      lines.insert(std::move(line));
      line.clear();
    }
  }
  return lines;
}

std::string source_of_splits(const Recordings& recordings, const RecordingsConfig& config) {
  if (config.split != "auto") return config.split;
  if (std::ranges::any_of(recordings, [](const Recording& each) { return each.split.has_value(); })) return "column";
  std::error_code error;
  if (fs::exists(fs::path(config.folder) / kValidationList, error) &&
      fs::exists(fs::path(config.folder) / kTestList, error)) {
    return "lists";
  }
  const bool hashed = std::ranges::all_of(
      recordings, [](const Recording& each) { return !speaker_of_speech_command(each.path).empty(); });
  return hashed ? "hash" : "drawn";
}

void assign_by_lists(Recordings& recordings, const RecordingsConfig& config) {
  const auto validation = lines_of(fs::path(config.folder) / kValidationList);
  const auto test = lines_of(fs::path(config.folder) / kTestList);
  for (Recording& each : recordings) {
    if (validation.contains(each.name) && test.contains(each.name)) {
      throw Error(fmt::format("{}: {} stands in {} and in {}, expected it in one of them", config.folder, each.name,
                              kValidationList, kTestList));
    }
    each.split = validation.contains(each.name) ? Split::kValidation
                 : test.contains(each.name)     ? Split::kTest
                                                : Split::kTrain;
  }
}

void assign_by_speaker(Recordings& recordings, const RecordingsConfig& config, Split split) {
  const auto& speakers = split == Split::kTest ? config.test_speakers : config.validation_speakers;
  for (const std::string& speaker : speakers) {
    int64_t found = 0;
    for (Recording& each : recordings) {
      if (each.speaker != speaker) continue;
      each.split = split;
      ++found;
    }
    if (found > 0) continue;
    std::vector<std::string> known;
    for (const Recording& each : recordings) known.push_back(each.speaker);
    const auto guess = configs::closest(speaker, known);
    throw Error(fmt::format("{}: {}_speakers names '{}', who speaks in none of {} recordings{}", config.place.text(),
                            kSplitNames[static_cast<size_t>(split)], configs::one_line(speaker), recordings.size(),
                            guess ? fmt::format(" (did you mean '{}'?)", *guess) : ""));
  }
}

bool has(const Recordings& recordings, std::optional<Split> split) {
  return std::ranges::find(recordings, split, &Recording::split) != recordings.end();
}

// Deals out what has no split and, of training, what the splits that are still empty need.
void draw(Recordings& recordings, const RecordingsConfig& config, int64_t seed) {
  const bool need_validation = !has(recordings, Split::kValidation);
  const bool need_test = !has(recordings, Split::kTest) && config.test_fraction > 0;
  std::vector<Recording*> dealt;
  for (Recording& each : recordings) {
    const bool from_training = each.split == Split::kTrain && (need_validation || need_test);
    if (!each.split || from_training) dealt.push_back(&each);
  }
  if (!need_validation && !need_test) {
    for (Recording* each : dealt) each->split = Split::kTrain;
    return;
  }

  const bool by_speaker = config.keep_together == "speaker";
  std::map<std::string, int64_t> numbers;
  std::vector<int64_t> groups;
  for (const Recording* each : dealt) {
    const bool alone = !by_speaker || each->speaker.empty();
    const std::string key = alone ? "recording " + each->name : "speaker " + each->speaker;
    groups.push_back(numbers.try_emplace(key, static_cast<int64_t>(numbers.size())).first->second);
  }
  const SplitIndices indices =
      split_groups(groups, {.group_count = static_cast<int64_t>(numbers.size()),
                            .validation_fraction = need_validation ? config.validation_fraction : 0,
                            .test_fraction = need_test ? config.test_fraction : 0,
                            .seed = seed});
  const auto put = [&](const std::vector<int64_t>& chosen, Split split) {
    for (const int64_t index : chosen) dealt[static_cast<size_t>(index)]->split = split;
  };
  put(indices.train, Split::kTrain);
  put(indices.validation, Split::kValidation);
  put(indices.test, Split::kTest);
  if (!dealt.empty() && indices.train.empty()) {
    throw Error(fmt::format("{}: {} recordings{} leave nothing to learn from, expected more of them or other fractions",
                            config.folder, dealt.size(),
                            by_speaker ? fmt::format(" of {} speakers", numbers.size()) : ""));
  }
}

}  // namespace

void assign_splits(Recordings& recordings, const RecordingsConfig& config, int64_t seed) {
  const std::string source = source_of_splits(recordings, config);
  if (source == "lists") assign_by_lists(recordings, config);
  if (source == "hash") {
    for (Recording& each : recordings)
      each.split = which_set(each.path, config.validation_fraction, config.test_fraction);
  }
  assign_by_speaker(recordings, config, Split::kValidation);
  assign_by_speaker(recordings, config, Split::kTest);
  draw(recordings, config, seed);
  check_speakers(recordings, config);
}

void check_speakers(const Recordings& recordings, const RecordingsConfig& config) {
  struct Heard {
    std::array<const Recording*, 3> in{};
  };
  std::map<std::string, Heard> speakers;
  for (const Recording& each : recordings) {
    if (!each.speaker.empty() && each.split) speakers[each.speaker].in[static_cast<size_t>(*each.split)] = &each;
  }
  const auto refuse = [&](const std::string& speaker, const Recording* one, const Recording* other,
                          const std::string& remedy) {
    if (one == nullptr || other == nullptr) return;
    throw Error(
        fmt::format("{}: speaker '{}' is heard in {} ({}) and in {} ({}), expected one split for each speaker; "
                    "{}",
                    config.place.text(), speaker, kSplitNames[static_cast<size_t>(*one->split)], one->name,
                    kSplitNames[static_cast<size_t>(*other->split)], other->name, remedy));
  };
  for (const auto& [speaker, heard] : speakers) {
    const auto& [train, validation, test] = heard.in;
    if (!config.speakers_may_overlap) {
      constexpr const char* kRemedy = "set test_speakers, or speakers_may_overlap: true and call the score optimistic";
      refuse(speaker, train, test, kRemedy);
      refuse(speaker, validation, test, kRemedy);
      if (config.keep_together == "speaker") {
        refuse(speaker, train, validation, "set validation_speakers, or keep_together: recording");
      }
    }
  }
}

}  // namespace bitstill::datasets
