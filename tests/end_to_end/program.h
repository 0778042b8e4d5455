// Runs the built command as a person would, in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "configs/support/files.h"
#include "firmware/targets/process.h"

namespace bitstill::tests {

class ProgramTest : public testing::Test {
 protected:
  firmware::Finished bitstill(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), BITSTILL_PROGRAM);
    firmware::Command command;
    command.words = std::move(arguments);
    command.folder = folder_.path();
    command.time_out = std::chrono::seconds(600);
    return firmware::run_process(command);
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  void write(const std::string& name, const std::string& text) const { write_file(folder_.path() / name, text); }

 private:
  TemporaryFolder folder_;
};

// A whole experiment in about a second.
inline const std::string kTinyExperiment = R"(
dataset: {kind: function, function: sine, range: [0, 6.28], counts: {train: 256, validation: 64, test: 64}}
teacher:
  layers: [{dense: {units: 16}}, tanh, {dense: {units: 1}}]
  training: {epochs: 2}
student:
  layers: [{dense: {units: 8}}, relu, {dense: {units: 1}}]
  training: {epochs: 2}
quantization: {frozen_epochs: 1, training: {epochs: 2}}
)";

}  // namespace bitstill::tests
