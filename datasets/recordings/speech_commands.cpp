#include "datasets/recordings/speech_commands.h"

#include <openssl/sha.h>

#include <array>

namespace bitstill::datasets {
namespace {

constexpr const char* kMark = "_nohash_";

}  // namespace

std::string speaker_of_speech_command(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const size_t mark = name.find(kMark);
  return mark == std::string::npos ? "" : name.substr(0, mark);
}

Split which_set(const std::filesystem::path& path, double validation_fraction, double test_fraction) {
  constexpr uint32_t kMostPerClass = (1u << 27) - 1;
  const std::string file = path.filename().string();
  const std::string name = file.substr(0, file.find(kMark));
  std::array<uint8_t, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const uint8_t*>(name.data()), name.size(), digest.data());
  uint32_t last = 0;
  for (size_t i = digest.size() - 4; i < digest.size(); ++i) last = last << 8 | digest[i];
  const double percent = (last % (kMostPerClass + 1)) * (100.0 / kMostPerClass);
  if (percent < 100 * validation_fraction) return Split::kValidation;
  if (percent < 100 * (validation_fraction + test_fraction)) return Split::kTest;
  return Split::kTrain;
}

}  // namespace bitstill::datasets
