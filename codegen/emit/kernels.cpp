#include "codegen/emit/kernels.h"

#include <algorithm>
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

// codegen/ops/softmax/kernel.h -> softmax.h, codegen/ops/conv_2d/kernel_esp32.S -> conv_2d_esp32.S,
// codegen/arithmetic/rounding.h -> rounding.h
std::string file_name_of(const std::string& path) {
  const std::filesystem::path file(path);
  const std::string name = file.filename().string();
  return name.starts_with("kernel") ? file.parent_path().filename().string() + name.substr(std::string("kernel").size())
                                    : name;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

bool is_source(const std::string& path) {
  return std::ranges::any_of(kernel_sources(), [&](const EmbeddedFile& file) { return file.path == path; });
}

class Copier {
 public:
  explicit Copier(std::string name) : name_(std::move(name)) {}

  void copy(const std::string& path) {
    const std::string file_name = file_name_of(path);
    if (copies_.contains(file_name)) return;
    copies_[file_name];
    copies_[file_name] = own_text(path, "");
    const std::string assembly = std::filesystem::path(path).replace_extension(".S").string();
    if (is_source(assembly)) copy(assembly);
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
    replace_all(text, "namespace bitstill::", "namespace " + name_ + "::");
    replace_all(text, "bitstill_esp32_", name_ + "_esp32_");
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
  for (const std::string& kernel : kernels) copier.copy("codegen/" + kernel + ".h");
  return copier.files();
}

std::string kernel_header(const std::string& kernel) { return file_name_of("codegen/" + kernel + ".h"); }

std::vector<ModuleFile> copy_placement(const std::string& name) {
  Copier copier(name);
  copier.copy("codegen/esp32/placement.h");
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
