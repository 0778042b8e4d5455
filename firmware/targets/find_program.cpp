#include "firmware/targets/find_program.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace bitstill::firmware {

namespace fs = std::filesystem;

std::optional<fs::path> find_program(const std::string& name, const fs::path& also_in) {
  const auto executable = [](const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
  };
  const auto normal = [](const fs::path& path) { return fs::absolute(path).lexically_normal(); };
  if (name.find('/') != std::string::npos) {
    return executable(name) ? std::optional(normal(name)) : std::nullopt;
  }
  const char* const variable = std::getenv("PATH");
  std::istringstream folders(variable == nullptr ? "" : variable);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!folder.empty() && executable(fs::path(folder) / name)) return normal(fs::path(folder) / name);
  }
  if (!also_in.empty() && executable(also_in / name)) return normal(also_in / name);
  return std::nullopt;
}

}  // namespace bitstill::firmware
