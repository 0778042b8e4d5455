#include "datasets/fingerprint.h"

#include <fmt/format.h>

#include "configs/schema/describe.h"
#include "configs/schema/feature_rules.h"
#include "configs/schema/paths.h"
#include "configs/support/files.h"
#include "datasets/recordings/find_files.h"
#include "datasets/recordings/speech_commands.h"

namespace bitstill::datasets {
namespace {

std::string digest(const std::string& text) {
  return sha256({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

}  // namespace

std::string fingerprint(const configs::DatasetConfig& config) {
  std::string text = configs::print_dataset(configs::without_paths(config));
  for (const configs::NamedPath& file : configs::paths_of(config)) {
    text += fmt::format("{} {}\n", file.key, sha256_of_file(file.path));
  }
  const auto add = [&](const std::string& key, const std::filesystem::path& path, const std::string& name) {
    text += fmt::format("{} {} {}\n", key, name, sha256_of_file(path));
  };
  for (const configs::NamedPath& folder : configs::folders_of(config)) {
    for (const std::filesystem::path& path : recordings_under(folder.path)) {
      add(folder.key, path, path.lexically_relative(folder.path).generic_string());
    }
    for (const char* list : kSplitLists) {
      const std::filesystem::path path = std::filesystem::path(folder.path) / list;
      if (std::filesystem::exists(path)) add(folder.key, path, list);
    }
  }
  return digest(text);
}

std::string fingerprint(const configs::ExperimentConfig& experiment) {
  const std::string data = fingerprint(experiment.dataset);
  if (!configs::is_of_recordings(experiment.dataset.kind)) return data;
  return digest(data + '\n' + configs::print_features(experiment.features));
}

}  // namespace bitstill::datasets
