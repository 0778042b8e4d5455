#include "configs/schema/section_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "configs/schema/declarations.h"
#include "configs/schema/scalars.h"
#include "configs/schema/suggest.h"
#include "configs/schema/utf8.h"
#include "configs/support/names.h"

namespace bitstill::configs {
namespace {

namespace fs = std::filesystem;

template <class Words>
std::string one_of(const Words& words) {
  return fmt::format("{}{}", words.size() > 1 ? "one of " : "", fmt::join(words, ", "));
}

template <class Words>
std::string did_you_mean(std::string_view word, const Words& words) {
  const auto guess = closest(word, {words.begin(), words.end()});
  return guess ? fmt::format(" (did you mean '{}'?)", *guess) : "";
}

std::optional<double> number(const Value& value) { return value.quoted ? std::nullopt : parse_number(value.text); }

}  // namespace

std::string SectionReader::full(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

void SectionReader::refuse(const Value& value, std::string_view key, const std::string& expected) {
  context_.problems.add(value.place, fmt::format("{} is {}, expected {}", full(key), value.description(), expected));
}

const Value* SectionReader::take(std::string_view key, Presence presence, std::string_view expected) {
  keys_.emplace_back(key);
  const Value* value = section_.find(key);
  if (value == nullptr && presence == Presence::kRequired) {
    context_.problems.add(section_.anchor(), fmt::format("{} is missing, expected {}", full(key), expected));
  }
  return value;
}

bool SectionReader::is_section(const Value& value, const std::string& full_path) {
  if (value.kind == Value::Kind::kSection || value.kind == Value::Kind::kNothing) return true;
  context_.problems.add(value.place,
                        fmt::format("{} is {}, expected a section of keys", full_path, value.description()));
  return false;
}

void SectionReader::field(std::string_view key, int64_t& member, const Bounds& bounds, std::string_view,
                          Presence presence) {
  const std::string expected = "a whole number " + bounds.text();
  const Value* value = take(key, presence, expected);
  if (value == nullptr) return;
  const auto found = value->quoted ? std::nullopt : parse_integer(value->text);
  if (!found || !bounds.contain(static_cast<double>(*found))) return refuse(*value, key, expected);
  member = *found;
}

void SectionReader::field(std::string_view key, double& member, const Bounds& bounds, std::string_view,
                          Presence presence) {
  const std::string expected = "a number " + bounds.text();
  const Value* value = take(key, presence, expected);
  if (value == nullptr) return;
  const auto found = number(*value);
  if (!found || !bounds.contain(*found)) return refuse(*value, key, expected);
  member = *found;
}

void SectionReader::field(std::string_view key, bool& member, std::string_view) {
  const Value* value = take(key, Presence::kOptional, "");
  if (value == nullptr) return;
  const auto truth = value->quoted ? std::nullopt : parse_truth(value->text);
  if (!truth) return refuse(*value, key, "true or false");
  member = *truth;
}

void SectionReader::choice(std::string_view key, std::string& member, Choices choices, std::string_view,
                           Presence presence) {
  const Value* value = take(key, presence, one_of(choices));
  if (value == nullptr) return;
  if (std::ranges::find(choices, value->text) == choices.end()) {
    return refuse(*value, key, one_of(choices) + did_you_mean(value->text, choices));
  }
  member = value->text;
}

bool SectionReader::kind(std::string& member, Choices choices, std::string_view comment, Presence presence) {
  choice("kind", member, choices, comment, presence);
  kind_known_ = context_.problems.size() == problems_before_;
  return kind_known_;
}

void SectionReader::range(std::string_view key, Range& member, const Bounds& bounds, std::string_view) {
  const Value* value = take(key, Presence::kOptional, "");
  if (value == nullptr) return;
  const std::string expected = fmt::format("[low, high], two numbers {} with low below high", bounds.text());
  if (value->kind != Value::Kind::kList || value->children.size() != 2) return refuse(*value, key, expected);
  const auto low = number(value->children[0]);
  const auto high = number(value->children[1]);
  if (!low || !high || !bounds.contain(*low) || !bounds.contain(*high) || *low >= *high) {
    context_.problems.add(value->place,
                          fmt::format("{} is [{}, {}], expected {}", full(key), value->children[0].description(),
                                      value->children[1].description(), expected));
    return;
  }
  member = {*low, *high};
}

void SectionReader::place_in_files(std::string_view key, std::string& member, Presence presence, const char* what,
                                   bool (*there)(const fs::path&)) {
  const std::string expected = fmt::format("the path of a {}", what);
  const Value* value = take(key, presence, expected);
  if (value == nullptr) return;
  if (presence == Presence::kOptional && value->kind == Value::Kind::kText && value->text.empty()) return;
  if (value->text.empty()) return refuse(*value, key, expected);
  const bool in_file = value->place.line > 0;
  const fs::path resolved =
      fs::absolute(in_file ? context_.folder / value->text : fs::path(value->text)).lexically_normal();
  if (!there(resolved)) {
    return refuse(*value, key, fmt::format("a {} that exists; there is none at {}", what, resolved.string()));
  }
  member = resolved.string();
}

void SectionReader::path(std::string_view key, std::string& member, std::string_view, Presence presence) {
  place_in_files(key, member, presence, "file", [](const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
  });
}

void SectionReader::folder(std::string_view key, std::string& member, std::string_view, Presence presence) {
  place_in_files(key, member, presence, "folder", [](const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
  });
}

void SectionReader::pairs(std::string_view key, std::vector<std::pair<std::string, std::string>>& member,
                          std::string_view) {
  const Value* value = take(key, Presence::kOptional, "");
  if (value == nullptr || value->kind == Value::Kind::kNothing) return;
  if (value->kind != Value::Kind::kSection) return refuse(*value, key, "a section of texts such as {column: value}");
  for (const Value& child : value->children) {
    if (child.kind != Value::Kind::kText)
      return refuse(child, fmt::format("{}.{}", key, one_line(child.key)), "a text");
    member.emplace_back(child.key, child.text);
  }
}

void SectionReader::text(std::string_view key, std::string& member, std::string_view) {
  const Value* value = take(key, Presence::kOptional, "");
  if (value == nullptr) return;
  if (value->kind != Value::Kind::kText) return refuse(*value, key, "a text");
  member = value->text;
}

void SectionReader::name(std::string_view key, std::string& member, std::string_view, Presence presence) {
  const std::string expected = "a name of letters, digits and single underscores that C++ does not reserve";
  if (const Value* value = take(key, presence, expected)) {
    if (!is_module_name(value->text)) return refuse(*value, key, expected);
    member = value->text;
  } else if (presence == Presence::kRequired) {
    return;
  } else if (is_module_name(context_.default_name)) {
    member = context_.default_name;
  } else {
    context_.problems.add(section_.anchor(),
                          fmt::format("{} is missing and the file's name '{}' cannot stand for it, expected {}",
                                      full(key), one_line(context_.default_name), expected));
  }
}

const Value* SectionReader::take_list(std::string_view key, Presence presence) {
  const std::string expected = presence == Presence::kRequired ? "a list with an entry or more" : "a list";
  const Value* value = take(key, presence, expected);
  if (value == nullptr) return nullptr;
  if (value->kind == Value::Kind::kList && (!value->children.empty() || presence == Presence::kOptional)) return value;
  refuse(*value, key, expected);
  return nullptr;
}

void SectionReader::numbers(std::string_view key, std::vector<double>& member, const Bounds& bounds, std::string_view) {
  const Value* list = take_list(key, Presence::kOptional);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->children.size(); ++i) {
    const auto found = number(list->children[i]);
    const std::string entry = fmt::format("{}.{}", key, i);
    if (!found || !bounds.contain(*found)) return refuse(list->children[i], entry, "a number " + bounds.text());
    member.push_back(*found);
  }
}

void SectionReader::texts(std::string_view key, std::vector<std::string>& member, std::string_view, Presence presence) {
  const Value* alone = section_.find(key);
  if (alone != nullptr && alone->kind == Value::Kind::kText) {
    keys_.emplace_back(key);
    member = {alone->text};
    return;
  }
  const Value* list = take_list(key, presence);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->children.size(); ++i) {
    const Value& item = list->children[i];
    if (item.kind != Value::Kind::kText) return refuse(item, fmt::format("{}.{}", key, i), "a text");
    member.push_back(item.text);
  }
}

void SectionReader::sides(std::string_view key, Sides& member, const Bounds& bounds, std::string_view,
                          Presence presence) {
  const std::string expected = fmt::format("a whole number {0} or two as [height, width]", bounds.text());
  const Value* value = take(key, presence, expected);
  if (value == nullptr) return;
  std::vector<int64_t> numbers;
  const auto add = [&](const Value& item) {
    const auto found = item.quoted ? std::nullopt : parse_integer(item.text);
    if (found && bounds.contain(static_cast<double>(*found))) numbers.push_back(*found);
  };
  const bool list = value->kind == Value::Kind::kList;
  if (!list) add(*value);
  for (const Value& item : value->children) add(item);
  if (numbers.size() != (list ? 2u : 1u) || (list && value->children.size() != 2)) return refuse(*value, key, expected);
  member = {numbers.front(), numbers.back()};
}

void SectionReader::sizes(std::string_view key, std::vector<int64_t>& member, const Bounds& bounds, std::string_view,
                          Presence presence) {
  const Value* list = take_list(key, presence);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->children.size(); ++i) {
    const Value& item = list->children[i];
    const auto found = item.quoted ? std::nullopt : parse_integer(item.text);
    if (!found || !bounds.contain(static_cast<double>(*found))) {
      return refuse(item, fmt::format("{}.{}", key, i), "a whole number " + bounds.text());
    }
    member.push_back(*found);
  }
}

void SectionReader::layers(std::string_view key, std::vector<LayerConfig>& member, std::string_view,
                           Presence presence) {
  const std::string expected = "a list of layers such as '- dense: {units: 16}'";
  const Value* value = take(key, presence, expected);
  if (value == nullptr) return;
  if (value->kind != Value::Kind::kList || (value->children.empty() && presence == Presence::kRequired)) {
    return refuse(*value, key, expected);
  }
  add_layers(*value, full(key), member);
}

void SectionReader::branches(std::string_view key, std::vector<std::vector<LayerConfig>>& member, std::string_view) {
  const Value* list = take_list(key, Presence::kRequired);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->children.size(); ++i) {
    const Value& branch = list->children[i];
    const std::string branch_path = fmt::format("{}.{}", key, i);
    if (branch.kind != Value::Kind::kList) return refuse(branch, branch_path, "a list of layers, or []");
    add_layers(branch, full(branch_path), member.emplace_back());
  }
}

void SectionReader::add_layers(const Value& list, const std::string& list_path, std::vector<LayerConfig>& member) {
  for (size_t i = 0; i < list.children.size(); ++i) {
    layer(list.children[i], fmt::format("{}.{}", list_path, i), member.emplace_back());
  }
}

void SectionReader::layer(const Value& item, const std::string& item_path, LayerConfig& member) {
  member.place = item.place;
  const bool with_parameters = item.kind == Value::Kind::kSection && item.children.size() == 1;
  if (item.kind != Value::Kind::kText && !with_parameters) {
    context_.problems.add(
        item.place, fmt::format("{} is {}, expected one layer such as 'relu' or 'dense: {{units: 16}}'", item_path,
                                item.description()));
    return;
  }
  const Value& parameters = with_parameters ? item.children[0] : item;
  member.kind = with_parameters ? parameters.key : item.text;
  if (std::ranges::find(kLayers, member.kind) == kLayers.end()) {
    context_.problems.add(item.place, fmt::format("{} is '{}', expected {}{}", item_path, one_line(member.kind),
                                                  one_of(kLayers), did_you_mean(member.kind, kLayers)));
    return;
  }
  const std::string full_path = fmt::format("{}.{}", item_path, member.kind);
  if (with_parameters && !is_section(parameters, full_path)) return;
  SectionReader inner(parameters, full_path, context_);
  describe(inner, member);
  inner.finish();
}

void SectionReader::check(std::string_view key, bool holds, std::string_view sentence) {
  if (holds || context_.problems.size() != problems_before_) return;
  const Value* value = section_.find(key);
  context_.problems.add(value ? value->place : section_.anchor(), fmt::format("{} {}", full(key), sentence));
}

void SectionReader::finish() {
  for (const Value& child : section_.children) {
    const Value* first = section_.find(child.key);
    if (first != &child) {
      context_.problems.add(child.key_place, fmt::format("{} stands twice, expected once; the first is at {}",
                                                         full(one_line(child.key)), first->key_place.text()));
    } else if (kind_known_ && std::ranges::find(keys_, child.key) == keys_.end()) {
      const std::string where = path_.empty() ? "" : " in " + path_;
      const std::string expected = keys_.empty() ? "none there" : one_of(keys_);
      context_.problems.add(child.key_place, fmt::format("unknown key '{}'{}, expected {}{}", one_line(child.key),
                                                         where, expected, did_you_mean(child.key, keys_)));
    }
  }
}

}  // namespace bitstill::configs
