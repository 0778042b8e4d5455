#include "train/run/report/history.h"

#include <algorithm>
#include <sstream>

#include "configs/support/files.h"

namespace bitstill::train {
namespace {

using Json = nlohmann::ordered_json;

Json& stage_of(Json& stages, const std::string& name) {
  const auto found = std::ranges::find_if(stages, [&](const Json& stage) { return stage["stage"] == name; });
  if (found != stages.end()) return *found;
  stages.push_back({{"stage", name}});
  return stages.back();
}

void append(Json& stage, const Json& line) {
  const size_t epochs = stage.contains("epoch") ? stage["epoch"].size() : 0;
  for (const auto& [key, value] : line.items()) {
    if (!value.is_number() && !value.is_null()) continue;
    Json& column = stage[key];
    while (column.size() < epochs) column.push_back(nullptr);
    column.push_back(value);
  }
  for (auto& [key, column] : stage.items()) {
    if (column.is_array() && column.size() == epochs) column.push_back(nullptr);
  }
}

}  // namespace

Json training_history(const std::filesystem::path& metrics) {
  Json stages = Json::array();
  if (!std::filesystem::exists(metrics)) return stages;
  std::istringstream lines(read_text(metrics));
  for (std::string text; std::getline(lines, text);) {
    const Json line = Json::parse(text, nullptr, false);
    if (!line.is_object() || !line.contains("stage") || !line["stage"].is_string() || !line.contains("epoch")) continue;
    append(stage_of(stages, line["stage"].get<std::string>()), line);
  }
  return stages;
}

}  // namespace bitstill::train
