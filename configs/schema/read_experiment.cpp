#include <fmt/format.h>

#include "configs/schema/declarations.h"
#include "configs/schema/describe.h"
#include "configs/schema/overrides.h"
#include "configs/schema/section_reader.h"
#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::configs {
namespace {

namespace fs = std::filesystem;

std::string config_text(const fs::path& path) {
  constexpr uintmax_t kMostBytes = 256 * 1024;
  std::error_code error;
  if (fs::is_regular_file(path, error) && fs::file_size(path, error) > kMostBytes) {
    throw Error(
        fmt::format("{}: has more than {} bytes, expected a config of a page or two", path.string(), kMostBytes));
  }
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) {
    throw Error(path.string() + ": is not a file, expected a YAML file (bitstill init writes one)");
  }
  return read_text(path);
}

}  // namespace

ExperimentConfig read_experiment(const fs::path& path, const std::vector<std::string>& overrides) {
  const Place top{path.string(), 1, 1};
  Value root = parse_document(config_text(path), top);
  if (root.kind == Value::Kind::kText || root.kind == Value::Kind::kList) {
    throw Error(fmt::format("{}: the file is {}, expected keys such as dataset, teacher and student", top.text(),
                            root.description()));
  }
  root.place = top;
  ReadContext context{{}, path.parent_path(), path.stem().string()};
  for (const std::string& assignment : overrides) {
    try {
      apply_override(root, assignment);
    } catch (const Error& error) {
      context.problems.add(error);
    }
  }

  ExperimentConfig config;
  config.place = top;
  SectionReader reader(root, "", context);
  describe(reader, config);
  reader.finish();
  context.problems.throw_if_any();
  return config;
}

std::vector<LayerConfig> read_layers(const std::string& text, const Place& origin) {
  const Value root = parse_document(text, origin);
  ReadContext context{{}, {}, {}};
  SectionReader reader(root, "", context);
  std::vector<LayerConfig> layers;
  reader.layers("layers", layers, "");
  reader.finish();
  context.problems.throw_if_any();
  return layers;
}

}  // namespace bitstill::configs
