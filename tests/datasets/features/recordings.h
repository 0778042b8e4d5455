// Real recordings for the front-end's tests: 16-bit PCM from ../shared/data, cut or padded with silence to a length.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "configs/support/files.h"
#include "tests/shared.h"

namespace bitstill::tests {

using Clip = std::vector<int16_t>;

inline Clip read_clip(const std::filesystem::path& path, size_t samples = 16000) {
  const std::vector<uint8_t> bytes = read_file(path);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const size_t begin = text.find("data") + 8;
  Clip clip((bytes.size() - begin) / 2);
  std::memcpy(clip.data(), bytes.data() + begin, 2 * clip.size());
  clip.resize(samples);
  return clip;
}

// Some recordings of each word, always the same ones.
inline std::vector<Clip> spoken_clips(size_t of_each) {
  std::vector<Clip> clips;
  for (const char* word : {"bed", "cat", "happy"}) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(shared_path("data/speech_commands_3w") / word)) {
      paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    for (size_t i = 0; i < of_each; ++i) clips.push_back(read_clip(paths[i * paths.size() / of_each]));
  }
  return clips;
}

}  // namespace bitstill::tests
