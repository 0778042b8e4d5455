// A module small enough to compile in a moment, made from an artifact written here: two dense layers and a sigmoid.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <variant>

#include "configs/support/files.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/module_folder.h"

namespace bitstill::tests {

constexpr int kTinyInputs = 5;
constexpr int kTinyOutputs = 3;

class TinyModule {
 public:
  TinyModule();

  std::filesystem::path artifact() const { return folder_.path() / "tiny.tflite"; }
  std::filesystem::path path() const { return folder_.path() / "run" / "generated"; }
  std::filesystem::path run() const { return folder_.path() / "run"; }
  std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  firmware::ModuleFolder open() const { return firmware::open_module(path()); }

  // Adds 1 to one byte of a file of the module.
  void flip(const std::string& name, size_t byte) const;
  // Replaces the first occurrence of a text in a file of the module.
  void edit(const std::string& name, const std::string& from, const std::string& to) const;

 private:
  TemporaryFolder folder_;
};

// The emulated targets that can run on this machine.
std::vector<firmware::Detected> emulated_targets();

}  // namespace bitstill::tests
