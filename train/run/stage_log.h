// stages.json: which stages of a run are done, from which recipe, with which files and which result.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace bitstill::train {

struct StageTask {
  std::string name;                // "teacher"
  std::string recipe;              // names everything that leads to the result
  std::vector<std::string> files;  // files and folders that it writes, relative to the run folder
};

class StageLog {
 public:
  // `folder` is a run's. A missing or damaged stages.json means that nothing is done.
  explicit StageLog(std::filesystem::path folder);

  enum class Status { kNew, kDone, kRecipeChanged, kFilesChanged };
  Status status(const StageTask& task) const;
  // Of a stage that is done.
  nlohmann::ordered_json result(const StageTask& task) const;
  // Notes a stage as done, with the content of its files as it is now.
  void write(const StageTask& task, const nlohmann::ordered_json& result);
  void clear();

 private:
  std::filesystem::path path() const { return folder_ / "stages.json"; }

  std::filesystem::path folder_;
  nlohmann::ordered_json stages_ = nlohmann::ordered_json::object();
};

// SHA-256 of a file's bytes, or of a folder's names and bytes; empty where there is neither.
std::string content_hash(const std::filesystem::path& path);

}  // namespace bitstill::train
