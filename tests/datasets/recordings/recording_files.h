// Folders of empty files with the names of recordings: listing never opens them.
#pragma once

#include <fstream>
#include <map>

#include "datasets/recordings/list_recordings.h"
#include "tests/datasets/audio/sound_files.h"

namespace bitstill::tests {

class RecordingFiles : public SoundFolder {
 protected:
  void put(const std::string& name, const std::string& text = "") {
    std::filesystem::create_directories(at(name).parent_path());
    std::ofstream(at(name), std::ios::binary) << text;
  }

  configs::RecordingsConfig config() const {
    configs::RecordingsConfig config;
    config.folder = folder_.path().string();
    config.place = {"x.yaml", 3, 1};
    return config;
  }

  configs::RecordingsConfig manifest(const std::string& text) {
    put("manifest.csv", text);
    configs::RecordingsConfig result = config();
    result.manifest = at("manifest.csv").string();
    return result;
  }

  std::string refused(const configs::RecordingsConfig& config) const {
    return refusal([&] { datasets::list_recordings(config, 1); });
  }

  // "bed/1.wav train" for each recording.
  static std::vector<std::string> lines(const datasets::Recordings& recordings) {
    std::vector<std::string> lines;
    for (const auto& each : recordings) {
      lines.push_back(each.name + " " + datasets::kSplitNames[static_cast<size_t>(*each.split)]);
    }
    return lines;
  }
};

}  // namespace bitstill::tests
