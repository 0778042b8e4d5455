// A folder with a model that tells low tones from high ones, recordings for it, and commands run on them.
#pragma once

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/support/pitch_model.h"

namespace bitstill::tests {

// What a command printed, how it ended, and its refusal with the folder's path taken out of it.
struct Ended {
  int exit_code = 0;
  std::string text;
  std::string refusal;
};

class ListenFolder : public testing::Test {
 protected:
  void SetUp() override { write_file(at("pitch.tflite"), pitch_artifact()); }

  std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }

  // `add` puts the command into an application; names with a '/' or a '.' in them are files of this folder.
  template <class Add>
  Ended run(const Add& add, const std::vector<std::string>& words) const {
    CLI::App app;
    add(app);
    std::string line;
    for (const std::string& word : words) {
      const bool file = word.find_first_of("./") != std::string::npos;
      line += (file ? at(word).string() : word) + " ";
    }
    Ended ended;
    testing::internal::CaptureStdout();
    try {
      app.parse(line);
    } catch (const CLI::RuntimeError& end) {
      ended.exit_code = end.get_exit_code();
    } catch (const Error& error) {
      ended.exit_code = kExitUsage;
      ended.refusal = error.what();
    }
    ended.text = testing::internal::GetCapturedStdout();
    const std::string prefix = folder_.path().string() + "/";
    for (std::string* text : {&ended.text, &ended.refusal}) {
      for (size_t found; (found = text->find(prefix)) != std::string::npos;) text->erase(found, prefix.size());
    }
    return ended;
  }

  TemporaryFolder folder_;
};

}  // namespace bitstill::tests
