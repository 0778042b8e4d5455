#include "configs/schema/document.h"

#include <fmt/format.h>

#include "configs/schema/tree_builder.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

namespace bitstill::configs {

const Value* Value::find(std::string_view name) const {
  for (const Value& child : children) {
    if (child.key == name) return &child;
  }
  return nullptr;
}

std::string Value::description() const {
  if (kind == Kind::kNothing) return "empty";
  if (kind == Kind::kList) return "a list";
  if (kind == Kind::kSection) return "a section";
  return "'" + one_line(text) + (quoted ? "' in quotes" : "'");
}

Value parse_document(const std::string& text, const Place& origin) {
  if (!is_text(text)) throw Error(origin.file + ": is not text in UTF-8, expected a YAML file");
  TreeBuilder builder(origin);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    TreeBuilder ignored(origin);
    if (parser.HandleNextDocument(ignored)) {
      throw Error(ignored.root().place.text() + ": a second YAML document begins, expected only one");
    }
  } catch (const YAML::Exception& error) {
    throw Error(fmt::format("{}: not valid YAML ({})", builder.at(error.mark).text(), one_line(error.msg)));
  }
  return builder.root();
}

}  // namespace bitstill::configs
