// Little recordings written by libsndfile for one test, and the words with which reading them fails.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sndfile.h>

#include <cmath>
#include <string>
#include <vector>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::tests {

struct SoundFormat {
  int rate = 16000;
  int channels = 1;
  int format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
};

inline void write_sound(const std::filesystem::path& path, const std::vector<float>& interleaved,
                        const SoundFormat& format = {}) {
  std::filesystem::create_directories(path.parent_path());
  SF_INFO info{};
  info.samplerate = format.rate;
  info.channels = format.channels;
  info.format = format.format;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  ASSERT_NE(file, nullptr) << path;
  ASSERT_EQ(sf_write_float(file, interleaved.data(), static_cast<sf_count_t>(interleaved.size())),
            static_cast<sf_count_t>(interleaved.size()));
  sf_close(file);
}

// `seconds` of a sine of amplitude 0.5.
inline std::vector<float> tone(double hertz, double seconds, int rate = 16000) {
  std::vector<float> samples(static_cast<size_t>(seconds * rate));
  for (size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(0.5 * std::sin(2 * M_PI * hertz * static_cast<double>(i) / rate));
  }
  return samples;
}

class SoundFolder : public testing::Test {
 protected:
  std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }

  // The error's text with the folder's path taken out of it; empty where there was none.
  template <class Function>
  std::string refusal(const Function& function) const {
    try {
      function();
      return "";
    } catch (const Error& error) {
      std::string text = error.what();
      const std::string prefix = folder_.path().string() + "/";
      for (size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
      return text;
    }
  }

  TemporaryFolder folder_;
};

}  // namespace bitstill::tests
