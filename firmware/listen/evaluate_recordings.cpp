#include "firmware/listen/evaluate_recordings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "firmware/listen/clip.h"
#include "firmware/listen/parallel.h"

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;
using Speaker = std::pair<std::string, RightOf>;

std::vector<Speaker> worst_first(const std::map<std::string, RightOf>& speakers) {
  std::vector<Speaker> sorted(speakers.begin(), speakers.end());
  std::ranges::stable_sort(sorted, {}, [](const Speaker& speaker) { return speaker.second.share(); });
  return sorted;
}

std::string text(const RightOf& count) {
  return fmt::format("{:.2f} % ({} of {})", 100 * count.share(), count.right, count.all);
}

std::string speakers_text(const std::map<std::string, RightOf>& speakers) {
  constexpr size_t kMostRows = 10;
  if (speakers.empty()) return "";
  const std::vector<Speaker> sorted = worst_first(speakers);
  std::string text_so_far =
      fmt::format("\n{} speakers, half of them at {:.2f} % or more{}\n", sorted.size(),
                  100 * sorted[sorted.size() / 2].second.share(),
                  sorted.size() > kMostRows ? fmt::format("; the {} heard worst:", kMostRows) : "");
  size_t width = 0;
  const size_t rows = std::min(sorted.size(), kMostRows);
  for (size_t i = 0; i < rows; ++i) width = std::max(width, sorted[i].first.size());
  for (size_t i = 0; i < rows; ++i) {
    text_so_far += fmt::format("  {:<{}}  {}\n", sorted[i].first, width, text(sorted[i].second));
  }
  return text_so_far;
}

// Rows are what is said, columns what is heard; classes that nobody says have no row.
std::string matrix_text(const RecordingsEvaluation& evaluation) {
  constexpr size_t kLeast = 6;
  size_t width = kLeast;
  for (const std::string& label : evaluation.labels) width = std::max(width, label.size());
  std::string text = fmt::format("{:<{}}", "said", width);
  for (const std::string& label : evaluation.labels)
    text += fmt::format("  {:>{}}", label, std::max(kLeast, label.size()));
  text += "    recall\n";
  for (size_t said = 0; said < evaluation.labels.size(); ++said) {
    const RightOf recall = evaluation.recall(said);
    if (recall.all == 0) continue;
    text += fmt::format("{:<{}}", evaluation.labels[said], width);
    for (size_t heard = 0; heard < evaluation.labels.size(); ++heard) {
      text +=
          fmt::format("  {:>{}}", evaluation.confusion[said][heard], std::max(kLeast, evaluation.labels[heard].size()));
    }
    text += fmt::format("  {:>6.2f} %\n", 100 * recall.share());
  }
  return text;
}

}  // namespace

RightOf RecordingsEvaluation::recall(size_t label) const {
  RightOf count{confusion[label][label], 0};
  for (const int64_t heard : confusion[label]) count.all += heard;
  return count;
}

RightOf RecordingsEvaluation::total() const {
  RightOf sum;
  for (size_t label = 0; label < labels.size(); ++label) {
    const RightOf count = recall(label);
    sum.right += count.right;
    sum.all += count.all;
  }
  return sum;
}

std::string RecordingsEvaluation::table() const {
  std::string all = fmt::format("accuracy {}\n", text(total()));
  if (!counted_as_unknown.empty()) {
    std::vector<std::string> words;
    for (const auto& [word, count] : counted_as_unknown) words.push_back(fmt::format("{} ({})", word, count));
    all += fmt::format("counted as unknown: {}\n", fmt::join(words, ", "));
  }
  return all + "\n" + matrix_text(*this) + speakers_text(speakers);
}

Json RecordingsEvaluation::json() const {
  const RightOf sum = total();
  Json json = {{"recordings", sum.all},
               {"right", sum.right},
               {"accuracy", sum.share()},
               {"labels", labels},
               {"confusion", confusion}};
  json["recall"] = Json::object();
  for (size_t label = 0; label < labels.size(); ++label) {
    if (const RightOf count = recall(label); count.all > 0) json["recall"][labels[label]] = count.share();
  }
  json["counted_as_unknown"] = counted_as_unknown.empty() ? Json::object() : Json(counted_as_unknown);
  json["speakers"] = Json::object();
  for (const auto& [speaker, count] : speakers) {
    json["speakers"][speaker] = {{"recordings", count.all}, {"right", count.right}, {"accuracy", count.share()}};
  }
  return json;
}

RecordingsEvaluation evaluate_recordings(const SpokenModel& model, const datasets::Recordings& recordings,
                                         const std::vector<size_t>& classes, const std::string& crop) {
  std::vector<size_t> heard(recordings.size());
  in_parallel("recordings", static_cast<int64_t>(recordings.size()), [&] {
    return [&, listener = std::make_shared<Listener>(model)](int64_t index) {
      const auto i = static_cast<size_t>(index);
      const HeardClip clip = read_clip(recordings[i].path, model.parameters(), crop);
      const auto outputs = listener->outputs(clip.samples);
      heard[i] = static_cast<size_t>(std::ranges::max_element(outputs) - outputs.begin());
    };
  });

  RecordingsEvaluation evaluation;
  evaluation.labels = model.labels();
  evaluation.confusion.assign(model.labels().size(), std::vector<int64_t>(model.labels().size()));
  for (size_t i = 0; i < recordings.size(); ++i) {
    ++evaluation.confusion[classes[i]][heard[i]];
    if (recordings[i].label != model.labels()[classes[i]]) ++evaluation.counted_as_unknown[recordings[i].label];
    if (recordings[i].speaker.empty()) continue;
    RightOf& speaker = evaluation.speakers[recordings[i].speaker];
    ++speaker.all;
    speaker.right += heard[i] == classes[i] ? 1 : 0;
  }
  return evaluation;
}

}  // namespace bitstill::firmware
