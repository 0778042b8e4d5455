#include "firmware/listen/evaluate_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "configs/schema/utf8.h"

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;

bool is_found_by(const SaidWord& said, const HeardWord& heard) {
  return heard.word == said.word && heard.time_s >= said.begin_s && heard.time_s <= said.end_s + kFoundWithinSeconds;
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
  return text + fmt::format("false alarms  {}, {:.2f} an hour{}\n", false_alarms(), false_alarms_per_hour(),
                            words_known ? "" : "; nothing is taken to be said, give the words with --words");
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
