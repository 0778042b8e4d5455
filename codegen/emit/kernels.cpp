#include "codegen/emit/kernels.h"

#include <filesystem>
#include <map>
#include <regex>

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
    std::string text = source_of(path);
    static const std::regex include("#include \"(codegen/[^\"]+)\"");
    for (std::smatch match; std::regex_search(text, match, include);) {
      const std::string included = match[1];
      copy(included);
      text = match.prefix().str() + "#include \"" + file_name_of(included) + "\"" + match.suffix().str();
    }
    static const std::regex space("namespace bitstill::");
    copies_[file_name] = std::regex_replace(text, space, "namespace " + name_ + "::");
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

}  // namespace bitstill::codegen
