#include "datasets/fingerprint.h"

#include <fmt/format.h>

#include "configs/schema/describe.h"
#include "configs/schema/paths.h"
#include "configs/support/files.h"
#include "datasets/recordings/find_files.h"

namespace bitstill::datasets {

std::string fingerprint(const configs::DatasetConfig& config) {
  std::string text = configs::print_dataset(configs::without_paths(config));
  for (const configs::NamedPath& file : configs::paths_of(config)) {
    text += fmt::format("{} {}\n", file.key, sha256_of_file(file.path));
  }
  for (const configs::NamedPath& folder : configs::folders_of(config)) {
    for (const std::filesystem::path& path : recordings_under(folder.path)) {
      const std::string name = path.lexically_relative(folder.path).generic_string();
      text += fmt::format("{} {} {}\n", folder.key, name, sha256_of_file(path));
    }
  }
  return sha256({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

}  // namespace bitstill::datasets
