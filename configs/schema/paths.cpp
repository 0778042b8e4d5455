#include "configs/schema/paths.h"

#include <functional>

#include "configs/schema/declarations.h"

namespace bitstill::configs {
namespace {

using Use = std::function<void(std::string_view key, std::string& path)>;

void nothing(std::string_view, std::string&) {}

// Visits the declarations and stops only at paths, so that no kind of dataset can be forgotten here.
class PathVisitor {
 public:
  PathVisitor(Use use_file, Use use_folder) : use_file_(std::move(use_file)), use_folder_(std::move(use_folder)) {}

  void path(std::string_view key, std::string& member, std::string_view, Presence = Presence::kRequired) {
    use_file_(key, member);
  }
  void folder(std::string_view key, std::string& member, std::string_view, Presence = Presence::kRequired) {
    use_folder_(key, member);
  }

  template <class... Any>
  bool kind(Any&&...) {
    return true;
  }
  template <class Section>
  void section(std::string_view, Section& member, std::string_view, Presence = Presence::kOptional) {
    describe(*this, member);
  }
  template <class Section>
  void sections(std::string_view, std::vector<Section>& members, std::string_view, Presence = Presence::kRequired) {
    for (Section& member : members) describe(*this, member);
  }
  template <class... Any>
  void pairs(Any&&...) {}
  template <class... Any>
  void field(Any&&...) {}
  template <class... Any>
  void choice(Any&&...) {}
  template <class... Any>
  void range(Any&&...) {}
  template <class... Any>
  void text(Any&&...) {}
  template <class... Any>
  void texts(Any&&...) {}
  template <class... Any>
  void check(Any&&...) {}

 private:
  Use use_file_, use_folder_;
};

// Notes the paths that are not empty.
Use into(std::vector<NamedPath>& paths) {
  return [&paths](std::string_view key, const std::string& path) {
    if (!path.empty()) paths.push_back({std::string(key), path});
  };
}

}  // namespace

std::vector<NamedPath> paths_of(const DatasetConfig& config) {
  std::vector<NamedPath> paths;
  PathVisitor visitor(into(paths), nothing);
  DatasetConfig copy = config;
  describe(visitor, copy);
  return paths;
}

std::vector<NamedPath> folders_of(const DatasetConfig& config) {
  std::vector<NamedPath> paths;
  PathVisitor visitor(nothing, into(paths));
  DatasetConfig copy = config;
  describe(visitor, copy);
  return paths;
}

DatasetConfig without_paths(const DatasetConfig& config) {
  const Use clear = [](std::string_view, std::string& path) { path.clear(); };
  PathVisitor visitor(clear, clear);
  DatasetConfig copy = config;
  describe(visitor, copy);
  return copy;
}

}  // namespace bitstill::configs
