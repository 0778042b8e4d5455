// The part of `bitstill evaluate` that takes an artifact: labelled recordings, or one long recording as a stream.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace bitstill::firmware {

struct EvaluateRecordingsOptions {
  std::string recordings;
  std::string split;
  std::string crop;  // empty: as the model was trained
  std::string stream;
  std::string words;
  bool json = false;
};

void add_recordings_options(CLI::App& command, EvaluateRecordingsOptions& options);

// Whether `bitstill evaluate SUBJECT` with these options is about an artifact, not about an experiment.
bool is_about_recordings(const std::string& subject, const EvaluateRecordingsOptions& options);

// `subject` is an artifact, or the folder of a run with one. Prints the evaluation. Throws Error.
void evaluate_artifact(const std::string& subject, const EvaluateRecordingsOptions& options);

}  // namespace bitstill::firmware
