// metrics.jsonl: one JSON object per epoch, in the order things happened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace bitstill::train {

class MetricsLog {
 public:
  MetricsLog(std::filesystem::path path, std::string stage);

  // What is left of an earlier training of this stage: its lines up to epoch `epochs` stay, later ones go. Lines of
  // other stages stay.
  void keep(int64_t epochs);

  // Takes over the stage's lines of another run's file, in place of its own.
  void copy_from(const std::filesystem::path& other);

  // Appends one line; "stage" comes first.
  void write(const nlohmann::ordered_json& fields);

 private:
  std::filesystem::path path_;
  std::string stage_;
};

}  // namespace bitstill::train
