#include "codegen/emit/kernels.h"

#include <filesystem>
#include <map>

#include "codegen/embedded_file.h"
#include "codegen/emit/kernel_sources.h"
#include "configs/support/error.h"

namespace bitstill::codegen {
namespace {

std::string source_of(const std::string& path) {
  for (const EmbeddedFile& file : kernel_sources()) {
    if (file.path == path) return std::string(file.text);
  }
  throw Error("this build of bitstill lacks " + path + "; build it again");
}

// codegen/ops/softmax/kernel.h -> softmax.h, codegen/arithmetic/rounding.h -> rounding.h
std::string file_name_of(const std::string& path) {
  const std::filesystem::path file(path);
  return file.filename() == "kernel.h" ? file.parent_path().filename().string() + ".h" : file.filename().string();
}

class Copier {
 public:
  explicit Copier(std::string name) : name_(std::move(name)) {}

  void copy(const std::string& path) {
    const std::string file_name = file_name_of(path);
    if (copies_.contains(file_name)) return;
    copies_[file_name];
    copies_[file_name] = own_text(path, "");
  }

  // A source's text in the module's namespace; the kernels it includes are copied and lie in `folder`.
  std::string own_text(const std::string& path, const std::string& folder) {
    std::string text = source_of(path);
    const std::string include = "#include \"codegen/";
    for (size_t at = text.find(include); at != std::string::npos; at = text.find(include, at + 1)) {
      const size_t begin = text.find('"', at) + 1;
      const size_t length = text.find('"', begin) - begin;
      const std::string included = text.substr(begin, length);
      copy(included);
      text.replace(begin, length, folder + file_name_of(included));
    }
    const std::string space = "namespace bitstill::";
    for (size_t at = text.find(space); at != std::string::npos; at = text.find(space, at)) {
      text.replace(at, space.size(), "namespace " + name_ + "::");
    }
    return text;
  }

  std::vector<ModuleFile> files() const {
    std::vector<ModuleFile> files;
    for (const auto& [file_name, text] : copies_) files.push_back({"src/kernels/" + file_name, text});
    return files;
  }

 private:
  std::string name_;
  std::map<std::string, std::string> copies_;
};

}  // namespace

std::vector<ModuleFile> copy_kernels(const std::set<std::string>& kernels, const std::string& name) {
  Copier copier(name);
  copier.copy("codegen/emit/observer.h");
  for (const std::string& folder : kernels) copier.copy("codegen/ops/" + folder + "/kernel.h");
  return copier.files();
}

std::vector<ModuleFile> copy_detector(const std::string& name) {
  Copier copier(name);
  copier.copy("codegen/detector/detector.h");
  return copier.files();
}

std::vector<ModuleFile> copy_front_end(const std::string& name) {
  Copier copier(name);
  std::vector<ModuleFile> files;
  for (const EmbeddedFile& file : kernel_sources()) {
    const std::string path(file.path);
    if (!path.starts_with("datasets/features/blocks/")) continue;
    files.push_back({"src/front_end/" + file_name_of(path), copier.own_text(path, "../kernels/")});
  }
  for (ModuleFile& file : copier.files()) files.push_back(std::move(file));
  return files;
}

}  // namespace bitstill::codegen
