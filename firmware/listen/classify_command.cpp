#include "firmware/listen/classify_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "firmware/listen/clip.h"
#include "firmware/listen/spoken_model.h"

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;

struct ClassifyArguments {
  std::string model;
  std::vector<std::string> recordings;
  bool json = false;
};

struct LabelScore {
  std::string label;
  double score = 0;
};

// Highest first, equal ones in the order of the labels.
std::vector<LabelScore> ranked(const std::vector<std::string>& labels, const std::vector<double>& scores) {
  std::vector<LabelScore> ranked;
  for (size_t i = 0; i < labels.size(); ++i) ranked.push_back({labels[i], scores[i]});
  std::ranges::stable_sort(ranked, std::ranges::greater(), &LabelScore::score);
  return ranked;
}

void print(const std::string& path, const std::string& note, const std::vector<LabelScore>& scores) {
  constexpr double kBarWidth = 30;
  size_t width = 0;
  for (const LabelScore& each : scores) width = std::max(width, each.label.size());
  fmt::print("{}{}\n", path, note.empty() ? "" : ": " + note);
  for (const LabelScore& each : scores) {
    const std::string bar(static_cast<size_t>(std::clamp(each.score, 0.0, 1.0) * kBarWidth + 0.5), '#');
    fmt::print("  {:<{}}  {:.3f}{}{}\n", each.label, width, each.score, bar.empty() ? "" : "  ", bar);
  }
}

Json json_of(const std::string& path, const HeardClip& clip, const SpokenModel& model,
             const std::vector<LabelScore>& scores) {
  Json json = {{"path", path},
               {"seconds", model.seconds(clip.recording_samples)},
               {"heard_from", model.seconds(clip.first)},
               {"label", scores.front().label},
               {"score", scores.front().score}};
  for (const LabelScore& each : scores) json["scores"].push_back({{"label", each.label}, {"score", each.score}});
  return json;
}

void run_classify(const ClassifyArguments& arguments) {
  const SpokenModel model(arguments.model);
  Listener listener(model);
  Json results = Json::array();
  for (const auto& path : find_recordings(arguments.recordings)) {
    const HeardClip clip = read_clip(path, model.parameters(), model.crop());
    const auto scores = ranked(model.labels(), listener.scores(clip.samples));
    if (arguments.json) {
      results.push_back(json_of(path.string(), clip, model, scores));
    } else {
      print(path.string(), cut_note(clip, model.parameters()), scores);
    }
  }
  if (arguments.json) {
    const Json all = {{"model", arguments.model}, {"recordings", results}};
    fmt::print("{}\n", all.dump(2, ' ', false, Json::error_handler_t::replace));
  }
}

}  // namespace

void add_classify_command(CLI::App& app) {
  auto arguments = std::make_shared<ClassifyArguments>();
  CLI::App* command = app.add_subcommand("classify", "say what a model hears in recordings, through its own front-end");
  command->add_option("MODEL", arguments->model, "int8 .tflite file with a front-end in its metadata")->required();
  command->add_option("WAV", arguments->recordings, "recordings in WAV or FLAC, or folders of them")->required();
  command->add_flag("--json", arguments->json, "print the scores as JSON");
  command->footer(
      "Of a recording longer than the model's clip the part that it was trained on is heard, the loudest where the "
      "model "
      "does not say; a shorter one stands between silence.");
  command->callback([arguments] { run_classify(*arguments); });
}

}  // namespace bitstill::firmware
