// Reads one section of a config into its struct; every problem is noted and the rest is read on. It is the visitor
// that the declarations see when a config is read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "configs/schema/bounds.h"
#include "configs/schema/choices.h"
#include "configs/schema/document.h"
#include "configs/schema/presence.h"
#include "configs/schema/problems.h"

namespace bitstill::configs {

struct ReadContext {
  Problems problems;
  std::filesystem::path folder;  // of the config: relative paths start here
  std::string default_name;
};

class SectionReader {
 public:
  // `path` is the section's key from the top, "teacher.training"; empty for the whole config.
  SectionReader(const Value& section, std::string path, ReadContext& context)
      : section_(section), path_(std::move(path)), context_(context), problems_before_(context.problems.size()) {}

  void field(std::string_view key, int64_t& member, const Bounds& bounds, std::string_view,
             Presence presence = Presence::kOptional);
  void field(std::string_view key, double& member, const Bounds& bounds, std::string_view,
             Presence presence = Presence::kOptional);
  void field(std::string_view key, bool& member, std::string_view);
  void choice(std::string_view key, std::string& member, Choices choices, std::string_view,
              Presence presence = Presence::kOptional);
  // The choice that the section's other keys depend on; false where it is wrong, and then they are not looked at.
  bool kind(std::string& member, Choices choices, std::string_view, Presence presence = Presence::kRequired);
  void range(std::string_view key, Range& member, const Bounds& bounds, std::string_view);
  // An optional one may be empty: there is no such file.
  void path(std::string_view key, std::string& member, std::string_view, Presence presence = Presence::kRequired);
  // The same of a folder.
  void folder(std::string_view key, std::string& member, std::string_view, Presence presence = Presence::kRequired);
  // A section whose keys are anybody's: {column: value}.
  void pairs(std::string_view key, std::vector<std::pair<std::string, std::string>>& member, std::string_view);
  void text(std::string_view key, std::string& member, std::string_view);
  // Missing and optional, it is the file's name.
  void name(std::string_view key, std::string& member, std::string_view, Presence presence = Presence::kOptional);
  void numbers(std::string_view key, std::vector<double>& member, const Bounds& bounds, std::string_view);
  // A text alone is a list of one.
  void texts(std::string_view key, std::vector<std::string>& member, std::string_view,
             Presence presence = Presence::kOptional);
  // One whole number for both sides, or [height, width].
  void sides(std::string_view key, Sides& member, const Bounds& bounds, std::string_view, Presence presence);
  void sizes(std::string_view key, std::vector<int64_t>& member, const Bounds& bounds, std::string_view,
             Presence presence);
  // A required list has entries; an optional one may be empty.
  void layers(std::string_view key, std::vector<LayerConfig>& member, std::string_view,
              Presence presence = Presence::kRequired);
  // A required list of lists of layers, of which each may be empty.
  void branches(std::string_view key, std::vector<std::vector<LayerConfig>>& member, std::string_view);
  // A rule between values; looked at where each of them is right by itself.
  void check(std::string_view key, bool holds, std::string_view sentence);

  template <class Section>
  void section(std::string_view key, Section& member, std::string_view, Presence presence = Presence::kOptional) {
    const Value* value = take(key, presence, "a section");
    if constexpr (requires { member.place; }) member.place = (value ? *value : section_).anchor();
    if (value == nullptr || !is_section(*value, full(key))) return;
    SectionReader inner(*value, full(key), context_);
    describe(inner, member);
    inner.finish();
  }

  // A list of sections, each under "- ".
  template <class Section>
  void sections(std::string_view key, std::vector<Section>& member, std::string_view,
                Presence presence = Presence::kRequired) {
    const Value* list = take_list(key, presence);
    if (list == nullptr) return;
    for (size_t i = 0; i < list->children.size(); ++i) {
      const Value& item = list->children[i];
      const std::string item_path = full(key) + "." + std::to_string(i);
      member.emplace_back().place = item.place;
      if (!is_section(item, item_path)) continue;
      SectionReader inner(item, item_path, context_);
      describe(inner, member.back());
      inner.finish();
    }
  }

  // Notes the keys that nobody asked for and those that stand twice. The last call.
  void finish();

 private:
  // A path that is made absolute and handed to `there`; nothing where it is missing or an optional one is empty.
  void place_in_files(std::string_view key, std::string& member, Presence presence, const char* what,
                      bool (*there)(const std::filesystem::path&));
  const Value* take(std::string_view key, Presence presence, std::string_view expected);
  // A required list has entries; an optional one may be empty.
  const Value* take_list(std::string_view key, Presence presence);
  bool is_section(const Value& value, const std::string& full_path);
  void add_layers(const Value& list, const std::string& list_path, std::vector<LayerConfig>& member);
  void layer(const Value& item, const std::string& item_path, LayerConfig& member);
  std::string full(std::string_view key) const;
  void refuse(const Value& value, std::string_view key, const std::string& expected);

  const Value& section_;
  std::string path_;
  ReadContext& context_;
  size_t problems_before_;
  std::vector<std::string> keys_;
  bool kind_known_ = true;
};

}  // namespace bitstill::configs
