// YAML text as a tree in which every value knows its place. Knows YAML, knows no key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::configs {

struct Value {
  enum class Kind { kNothing, kText, kList, kSection };

  Kind kind = Kind::kNothing;
  Place place;
  std::string text;             // of kText
  bool quoted = false;          // of kText: '5' is a text, never a number
  std::vector<Value> children;  // of kList and kSection
  std::string key;              // of a section's child
  Place key_place;              // of a section's child

  // A section's first child of that key, or nullptr.
  const Value* find(std::string_view name) const;
  // Where a person looks for this value: its key, or itself where it has none.
  const Place& anchor() const { return key.empty() ? place : key_place; }
  // For messages: "'ten'", "a list", "a section", "empty". One line, however long or odd the text.
  std::string description() const;
};

// Parses one document. Values get their line and column where `origin` has a line, else `origin` itself.
// Throws Error for what is not one YAML document in UTF-8, is nested beyond any sensible config, or uses aliases:
// a config says every value where it is used.
Value parse_document(const std::string& text, const Place& origin);

}  // namespace bitstill::configs
