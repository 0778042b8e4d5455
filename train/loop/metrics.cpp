#include "train/loop/metrics.h"

#include <fstream>
#include <sstream>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::train {
namespace {

// A line that a killed program left half-written does not parse and goes.
bool stays(const std::string& line, const std::string& stage, int64_t epochs) {
  const auto entry = nlohmann::json::parse(line, nullptr, false);
  if (!entry.is_object()) return false;
  return entry.value("stage", nlohmann::json()) != stage || entry.value("epoch", int64_t{0}) <= epochs;
}

}  // namespace

MetricsLog::MetricsLog(std::filesystem::path path, std::string stage)
    : path_(std::move(path)), stage_(std::move(stage)) {}

void MetricsLog::keep(int64_t epochs) {
  std::string kept;
  if (std::filesystem::exists(path_)) {
    std::istringstream lines(read_text(path_));
    for (std::string line; std::getline(lines, line);) {
      if (stays(line, stage_, epochs)) kept += line + "\n";
    }
  }
  write_file(path_, std::string_view(kept));
}

void MetricsLog::copy_from(const std::filesystem::path& other) {
  keep(0);
  if (!std::filesystem::exists(other)) return;
  std::istringstream lines(read_text(other));
  for (std::string line; std::getline(lines, line);) {
    auto entry = nlohmann::ordered_json::parse(line, nullptr, false);
    if (entry.is_object() && entry.value("stage", "") == stage_) write(entry);
  }
}

void MetricsLog::write(const nlohmann::ordered_json& fields) {
  nlohmann::ordered_json line{{"stage", stage_}};
  line.update(fields);
  std::ofstream file(path_, std::ios::app);
  file << line.dump() << '\n';
  if (!file.flush()) throw Error(path_.string() + ": cannot be written; check the free space and the permissions");
}

}  // namespace bitstill::train
