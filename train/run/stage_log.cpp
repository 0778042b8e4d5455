#include "train/run/stage_log.h"

#include <algorithm>

#include "configs/support/files.h"

namespace bitstill::train {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string text_hash(const std::string& text) {
  return sha256({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

std::string folder_hash(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::string text;
  for (const fs::path& file : files) {
    text += fs::relative(file, folder).string() + '\n' + sha256(read_file(file)) + '\n';
  }
  return text_hash(text);
}

}  // namespace

std::string content_hash(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return folder_hash(path);
  return fs::exists(path, error) ? sha256(read_file(path)) : "";
}

StageLog::StageLog(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  if (!fs::exists(path(), error)) return;
  Json read = Json::parse(read_text(path()), nullptr, false);
  if (read.is_object()) stages_ = std::move(read);
}

StageLog::Status StageLog::status(const StageTask& task) const {
  if (!stages_.contains(task.name)) return Status::kNew;
  try {
    const Json& entry = stages_.at(task.name);
    if (entry.at("recipe") != task.recipe) return Status::kRecipeChanged;
    for (const std::string& file : task.files) {
      if (entry.at("files").at(file) != content_hash(folder_ / file)) return Status::kFilesChanged;
    }
    return entry.contains("result") ? Status::kDone : Status::kFilesChanged;
  } catch (const Json::exception&) {
    return Status::kFilesChanged;
  }
}

Json StageLog::result(const StageTask& task) const { return stages_.at(task.name).at("result"); }

void StageLog::write(const StageTask& task, const Json& result) {
  Json files = Json::object();
  for (const std::string& file : task.files) files[file] = content_hash(folder_ / file);
  stages_[task.name] = {{"recipe", task.recipe}, {"files", files}, {"result", result}};
  write_file(path(), stages_.dump(2) + "\n");
}

void StageLog::clear() {
  stages_ = Json::object();
  std::error_code ignored;
  fs::remove(path(), ignored);
  fs::remove_all(folder_ / "resume", ignored);
}

}  // namespace bitstill::train
