#include "configs/schema/tree_builder.h"

#include <fmt/format.h>
#include <yaml-cpp/mark.h>

#include "configs/support/error.h"

namespace bitstill::configs {
namespace {

constexpr size_t kDeepest = 32;

}  // namespace

Place TreeBuilder::at(const YAML::Mark& mark) const {
  if (origin_.line == 0 || mark.is_null()) return origin_;
  return {origin_.file, mark.line + 1, mark.column + 1};
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  throw Error(at(mark).text() + ": an alias, expected the value itself; write it out");
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) {
  Value value = start(Value::Kind::kText, mark);
  value.text = text;
  value.quoted = tag == "!";
  add(std::move(value));
}

Value TreeBuilder::start(Value::Kind kind, const YAML::Mark& mark) const {
  Value value;
  value.kind = kind;
  value.place = at(mark);
  return value;
}

void TreeBuilder::open(Value::Kind kind, const YAML::Mark& mark) {
  if (open_.size() == kDeepest) {
    throw Error(fmt::format("{}: nested more than {} levels deep, expected a few", at(mark).text(), kDeepest));
  }
  open_.push_back({start(kind, mark)});
}

void TreeBuilder::close() {
  Value done = std::move(open_.back().value);
  open_.pop_back();
  add(std::move(done));
}

void TreeBuilder::add(Value value) {
  if (open_.empty()) {
    root_ = std::move(value);
    return;
  }
  Open& parent = open_.back();
  if (parent.value.kind == Value::Kind::kSection && !parent.has_key) {
    if (value.kind != Value::Kind::kText || value.text.empty()) {
      throw Error(fmt::format("{}: a key is {}, expected a word", value.place.text(), value.description()));
    }
    parent.has_key = true;
    parent.key = std::move(value);
    return;
  }
  if (parent.has_key) {
    value.key = parent.key.text;
    value.key_place = parent.key.place;
    if (value.kind == Value::Kind::kNothing) value.place = value.key_place;
    parent.has_key = false;
  }
  parent.value.children.push_back(std::move(value));
}

}  // namespace bitstill::configs
