#include "firmware/listen/evaluate_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "codegen/listening.h"
#include "codegen/reference/listen.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"
#include "datasets/audio/read_waveform.h"

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;

bool is_found_by(const SaidWord& said, const HeardWord& heard) {
  return heard.word == said.word && heard.time_s >= said.begin_s && heard.time_s <= said.end_s + kFoundWithinSeconds;
}

constexpr int64_t kLongestStreamSeconds = 24 * 3600;
constexpr double kThresholds[] = {0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};

codegen::Listening listening_in(const SpokenModel& model) {
  std::optional<codegen::Listening> listening;
  try {
    listening = codegen::listening_of(model.graph());
  } catch (const Error& error) {
    throw Error(model.path() + ": " + error.what());
  }
  if (listening) return *listening;
  throw Error(model.path() +
              ": has no detection in its metadata, expected an artifact that detects words in a stream; single "
              "recordings are evaluated with --wavs");
}

std::vector<HeardWord> heard_words(const SpokenModel& model, const codegen::Listening& listening,
                                   const std::vector<detector::Detection>& detections) {
  const codegen::Quantization& grid = model.graph().tensor(model.graph().outputs[0]).quantization;
  std::vector<HeardWord> heard;
  for (const detector::Detection& each : detections) {
    heard.push_back({model.seconds(listening.samples_heard_at(each.inference)),
                     model.labels()[static_cast<size_t>(each.word)], grid.scale() * (each.score - grid.zero_point())});
  }
  return heard;
}

codegen::Listening with_threshold(codegen::Listening listening, double threshold, const codegen::Quantization& grid) {
  for (auto& each : listening.detection.thresholds) {
    if (each) each = threshold;
  }
  listening.threshold_sums = detector::threshold_sums(listening.detection, grid);
  return listening;
}

}  // namespace

StreamEvaluation match_words(const std::vector<HeardWord>& heard, const std::vector<SaidWord>& said,
                             const std::vector<std::string>& words, double seconds) {
  StreamEvaluation evaluation;
  evaluation.seconds = seconds;
  evaluation.heard = heard;
  std::vector<SaidWord>& open = evaluation.missed;
  for (const SaidWord& each : said) {
    const bool is_word = each.to_be_found && std::ranges::find(words, each.word) != words.end();
    if (is_word) open.push_back(each);
    ++(is_word ? evaluation.said : evaluation.others);
  }
  for (const HeardWord& each : heard) {
    const auto match = std::ranges::find_if(open, [&](const SaidWord& word) { return is_found_by(word, each); });
    evaluation.found.push_back(match != open.end());
    if (match != open.end()) open.erase(match);
  }
  return evaluation;
}

StreamEvaluation evaluate_stream(const SpokenModel& model, const std::filesystem::path& recording,
                                 const std::filesystem::path& words) {
  const codegen::Listening listening = listening_in(model);
  const auto said = words.empty() ? std::vector<SaidWord>() : read_said_words(words);
  std::vector<std::string> known;
  for (size_t i = 0; i < model.labels().size(); ++i) {
    if (listening.detection.thresholds[i]) known.push_back(model.labels()[i]);
  }
  const datasets::Pcm samples = datasets::read_pcm(recording, model.parameters().sample_rate, kLongestStreamSeconds);
  const double seconds = model.seconds(static_cast<int64_t>(samples.size()));
  const codegen::StreamResult result = codegen::listen(model.graph(), listening, samples);

  StreamEvaluation evaluation = match_words(heard_words(model, listening, result.detections), said, known, seconds);
  evaluation.words_known = !words.empty();
  if (!model.gives_probabilities()) return evaluation;
  const codegen::Quantization& grid = model.graph().tensor(model.graph().outputs[0]).quantization;
  for (const double threshold : kThresholds) {
    const codegen::Listening other = with_threshold(listening, threshold, grid);
    const auto heard = heard_words(model, other, codegen::detections_in(other, result.scores));
    const StreamEvaluation matched = match_words(heard, said, known, seconds);
    evaluation.at_thresholds.push_back(
        {threshold, static_cast<int64_t>(matched.missed.size()), matched.false_alarms()});
  }
  return evaluation;
}

int64_t StreamEvaluation::false_alarms() const { return std::ranges::count(found, false); }

double StreamEvaluation::false_alarms_per_hour() const {
  return seconds > 0 ? static_cast<double>(false_alarms()) / (seconds / 3600) : 0;
}

std::string StreamEvaluation::table() const {
  std::string text;
  for (size_t i = 0; i < heard.size(); ++i) {
    text += fmt::format("{:>9.2f} s  {}  {:.3f}{}\n", heard[i].time_s, heard[i].word, heard[i].score,
                        found[i] ? "" : "  false alarm");
  }
  for (const SaidWord& each : missed) {
    text += fmt::format("{:>9.2f} s  {}  missed\n", each.begin_s, configs::one_line(each.word));
  }
  const auto misses = static_cast<int64_t>(missed.size());
  text += fmt::format("\n{:.1f} s, {} detections\n", seconds, heard.size());
  if (words_known) {
    text += fmt::format("found         {} of {} words ({:.2f} % missed); within {} s of their end\n", said - misses,
                        said, said > 0 ? 100 * static_cast<double>(misses) / static_cast<double>(said) : 0.0,
                        kFoundWithinSeconds);
    text += fmt::format("passed over   {} other words were said\n", others);
  }
  text += fmt::format("false alarms  {}, {:.2f} an hour{}\n", false_alarms(), false_alarms_per_hour(),
                      words_known ? "" : "; nothing is taken to be said, give the words with --words");
  if (at_thresholds.empty()) return text;
  text += fmt::format("\nthreshold of every word{}  false alarms an hour\n", words_known ? "  missed" : "");
  for (const OperatingPoint& each : at_thresholds) {
    const double per_hour = seconds > 0 ? static_cast<double>(each.false_alarms) / (seconds / 3600) : 0;
    text += fmt::format("{:>23.2f}{}  {:>20.2f}\n", each.threshold,
                        words_known ? fmt::format("  {:>6}", each.missed) : "", per_hour);
  }
  return text;
}

Json StreamEvaluation::json() const {
  Json json = {{"seconds", seconds},
               {"detections", Json::array()},
               {"false_alarms", false_alarms()},
               {"false_alarms_per_hour", false_alarms_per_hour()}};
  for (size_t i = 0; i < heard.size(); ++i) {
    json["detections"].push_back({{"time_s", heard[i].time_s},
                                  {"word", heard[i].word},
                                  {"score", heard[i].score},
                                  {"said", static_cast<bool>(found[i])}});
  }
  json["at_thresholds"] = Json::array();
  for (const OperatingPoint& each : at_thresholds) {
    json["at_thresholds"].push_back({{"threshold", each.threshold}, {"false_alarms", each.false_alarms}});
    if (words_known) json["at_thresholds"].back()["missed"] = each.missed;
  }
  if (!words_known) return json;
  json["words"] = said;
  json["other_words"] = others;
  json["found_within_s"] = kFoundWithinSeconds;
  json["missed"] = Json::array();
  for (const SaidWord& each : missed) {
    json["missed"].push_back({{"begin_s", each.begin_s}, {"end_s", each.end_s}, {"word", each.word}});
  }
  return json;
}

}  // namespace bitstill::firmware
