#include "firmware/flash/core2_project.h"

#include <set>
#include <string>
#include <vector>

#include "configs/support/files.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProject = "boards/m5core2";

bool has_text(const fs::path& path, std::string_view text) {
  std::error_code ignored;
  return fs::file_size(path, ignored) == text.size() && !ignored && read_text(path) == text;
}

// Whether it was written.
bool write_changed(const fs::path& path, std::string_view text) {
  if (has_text(path, text)) return false;
  write_file(path, text);
  return true;
}

// What a compiler reads of a module: sources, adapters, and the component's description.
bool belongs_to_component(const fs::path& file) {
  if (*file.begin() == "src") return true;
  if (*file.begin() == "check") return file.extension() == ".h";
  return file == "CMakeLists.txt" || file == "idf_component.yml";
}

void write_component(const ModuleFolder& module, const fs::path& folder) {
  std::set<fs::path> kept;
  for (const auto& entry : fs::recursive_directory_iterator(module.path)) {
    const fs::path file = entry.path().lexically_relative(module.path);
    if (!entry.is_regular_file() || !belongs_to_component(file)) continue;
    write_changed(folder / file, read_text(entry.path()));
    kept.insert(folder / file);
  }
  std::vector<fs::path> stale;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && !kept.contains(entry.path())) stale.push_back(entry.path());
  }
  for (const fs::path& file : stale) fs::remove(file);
}

}  // namespace

fs::path default_project_folder(const ModuleFolder& module) {
  const fs::path parent = module.path.parent_path();
  if (module.path.filename() == "generated") return parent / "firmware";
  return parent / (module.path.filename().string() + "_firmware");
}

fs::path write_core2_project(const ModuleFolder& module, const fs::path& folder) {
  const std::string prefix = "firmware/";
  const fs::path project = folder / kProject;
  for (const EmbeddedFile& file : core2_sources()) {
    const fs::path path = folder / std::string(file.path.substr(prefix.size()));
    const bool changed = write_changed(path, file.text);
    // ESP-IDF looks at the defaults only where there is no configuration yet.
    if (changed && path.filename().string().starts_with("sdkconfig")) {
      for (const char* build : {"build", "build_dio"}) fs::remove(project / build / "sdkconfig");
    }
  }
  write_component(module, project / "components" / "module");
  return project;
}

}  // namespace bitstill::firmware
