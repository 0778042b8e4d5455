#include "configs/schema/overrides.h"

#include <fmt/format.h>

#include <charconv>

#include "configs/schema/utf8.h"
#include "configs/support/error.h"

namespace bitstill::configs {
namespace {

Value& entry(Value& list, const std::string& key, const Place& place) {
  size_t index = 0;
  const char* end = key.data() + key.size();
  const auto [stop, error] = std::from_chars(key.data(), end, index);
  if (error != std::errc() || stop != end || index >= list.children.size()) {
    throw Error(fmt::format("{}: '{}' picks no entry of a list of {}, expected a number from 0", place.text(), key,
                            list.children.size()));
  }
  return list.children[index];
}

// A number picks an entry of a list; a word finds or makes a child of a section.
Value& step(Value& parent, const std::string& key, const Place& place) {
  if (parent.kind == Value::Kind::kList) return entry(parent, key, place);
  if (parent.kind == Value::Kind::kText) {
    throw Error(fmt::format("{}: '{}' stands inside {}, expected it inside a section", place.text(), key,
                            parent.description()));
  }
  parent.kind = Value::Kind::kSection;
  for (Value& child : parent.children) {
    if (child.key == key) return child;
  }
  Value& child = parent.children.emplace_back();
  child.key = key;
  child.place = child.key_place = place;
  return child;
}

}  // namespace

void apply_override(Value& root, const std::string& assignment) {
  const Place place{"--set " + one_line(assignment), 0, 0};
  const size_t equals = assignment.find('=');
  if (equals == std::string::npos) throw Error(place.text() + ": no '=', expected section.key=value");
  const std::string dotted = "." + assignment.substr(0, equals) + ".";
  if (dotted.find("..") != std::string::npos) {
    throw Error(place.text() + ": an empty word in the key, expected section.key=value");
  }

  Value* target = &root;
  for (size_t begin = 0; begin <= equals;) {
    const size_t end = std::min(assignment.find('.', begin), equals);
    target = &step(*target, assignment.substr(begin, end - begin), place);
    begin = end + 1;
  }
  Value value = parse_document(assignment.substr(equals + 1), place);
  value.key = target->key;
  value.key_place = place;
  *target = std::move(value);
}

}  // namespace bitstill::configs
