// metrics.jsonl: one JSON object per epoch, in the order things happened.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace bitstill::train {

class MetricsLog {
 public:
  // Lines of the same stage from an earlier training are dropped; those of other stages stay.
  MetricsLog(std::filesystem::path path, std::string stage);

  // Appends one line; "stage" comes first.
  void write(const nlohmann::ordered_json& fields);

 private:
  std::filesystem::path path_;
  std::string stage_;
};

}  // namespace bitstill::train
