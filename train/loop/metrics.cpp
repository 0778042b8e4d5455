#include "train/loop/metrics.h"

#include <fstream>
#include <sstream>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::train {
namespace {

bool is_of_stage(const std::string& line, const std::string& stage) {
  const auto entry = nlohmann::json::parse(line, nullptr, false);
  return entry.is_discarded() || (entry.is_object() && entry.value("stage", nlohmann::json()) == stage);
}

}  // namespace

MetricsLog::MetricsLog(std::filesystem::path path, std::string stage)
    : path_(std::move(path)), stage_(std::move(stage)) {
  std::string kept;
  if (std::filesystem::exists(path_)) {
    std::istringstream lines(read_text(path_));
    for (std::string line; std::getline(lines, line);) {
      if (!is_of_stage(line, stage_)) kept += line + "\n";
    }
  }
  write_file(path_, std::string_view(kept));
}

void MetricsLog::write(const nlohmann::ordered_json& fields) {
  nlohmann::ordered_json line{{"stage", stage_}};
  line.update(fields);
  std::ofstream file(path_, std::ios::app);
  file << line.dump() << '\n';
  if (!file.flush()) throw Error(path_.string() + ": cannot be written; check the free space and the permissions");
}

}  // namespace bitstill::train
