#include "firmware/listen/evaluate_options.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "configs/support/error.h"
#include "firmware/listen/evaluate_recordings.h"
#include "firmware/listen/evaluate_stream.h"
#include "firmware/listen/labelled_recordings.h"

namespace bitstill::firmware {
namespace {

std::string artifact_of(const std::string& subject) {
  const auto in_run = std::filesystem::path(subject) / "student.tflite";
  std::error_code error;
  return std::filesystem::exists(in_run, error) ? in_run.string() : subject;
}

template <class Evaluation>
void print(const Evaluation& evaluation, bool json) {
  using Json = nlohmann::ordered_json;
  fmt::print("{}",
             json ? evaluation.json().dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : evaluation.table());
}

}  // namespace

void add_recordings_options(CLI::App& command, EvaluateRecordingsOptions& options) {
  command.add_option("--wavs", options.recordings,
                     "of an artifact: a folder with a folder of recordings for every word, or with a manifest.csv "
                     "(path,label,split,speaker; the last two as there are)");
  command.add_option("--split", options.split, "only the recordings of this split of the manifest");
  command
      .add_option("--crop", options.crop,
                  "what is heard of a recording longer than the model's clip (default: what it was trained on)")
      ->check(CLI::IsMember({"loudest", "middle", "start"}));
  command.add_option("--stream", options.stream,
                     "of an artifact: a long recording, for the false alarms and misses of its detector");
  command.add_option("--words", options.words,
                     "a CSV file of the words said in the stream: begin_s,end_s,word,kind, or time_s,word");
}

bool is_about_recordings(const std::string& subject, const EvaluateRecordingsOptions& options) {
  return subject.ends_with(".tflite") || !options.recordings.empty() || !options.split.empty() ||
         !options.stream.empty() || !options.words.empty();
}

void evaluate_artifact(const std::string& subject, const EvaluateRecordingsOptions& options) {
  if (options.recordings.empty() == options.stream.empty()) {
    throw Error(subject +
                ": an artifact is evaluated on recordings, expected either --wavs FOLDER or --stream LONG.wav; for the "
                "test set of a run give its "
                "config or its folder");
  }
  const SpokenModel model(artifact_of(subject));
  if (!options.stream.empty()) return print(evaluate_stream(model, options.stream, options.words), options.json);
  if (!options.words.empty()) throw Error("--words needs --stream: they are the times of what is said in it");
  const auto recordings = labelled_recordings(options.recordings, options.split);
  const auto classes = classes_of(recordings, model.labels(), options.recordings);
  const std::string& crop = options.crop.empty() ? model.crop() : options.crop;
  print(evaluate_recordings(model, recordings, classes, crop), options.json);
}

}  // namespace bitstill::firmware
