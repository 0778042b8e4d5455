#include "configs/schema/paths.h"

#include <functional>

#include "configs/schema/declarations.h"

namespace bitstill::configs {
namespace {

// Visits the declarations and stops only at paths, so that no kind of dataset can be forgotten here.
class PathVisitor {
 public:
  explicit PathVisitor(std::function<void(std::string_view key, std::string& path)> use) : use_(std::move(use)) {}

  void path(std::string_view key, std::string& member, std::string_view, Presence = Presence::kRequired) {
    use_(key, member);
  }

  template <class... Any>
  bool kind(Any&&...) {
    return true;
  }
  template <class Section>
  void section(std::string_view, Section& member, std::string_view, Presence = Presence::kOptional) {
    describe(*this, member);
  }
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
  std::function<void(std::string_view, std::string&)> use_;
};

}  // namespace

std::vector<NamedPath> paths_of(const DatasetConfig& config) {
  std::vector<NamedPath> paths;
  PathVisitor visitor([&](std::string_view key, const std::string& path) {
    if (!path.empty()) paths.push_back({std::string(key), path});
  });
  DatasetConfig copy = config;
  describe(visitor, copy);
  return paths;
}

DatasetConfig without_paths(const DatasetConfig& config) {
  PathVisitor visitor([](std::string_view, std::string& path) { path.clear(); });
  DatasetConfig copy = config;
  describe(visitor, copy);
  return copy;
}

}  // namespace bitstill::configs
