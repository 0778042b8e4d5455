// Prints a config's struct as YAML, every value resolved and, if wanted, with a comment on each line. It is the
// visitor that the declarations see when a config is printed.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "configs/schema/bounds.h"
#include "configs/schema/choices.h"
#include "configs/schema/experiment.h"
#include "configs/schema/presence.h"

namespace bitstill::configs {

class SectionPrinter {
 public:
  explicit SectionPrinter(bool commented) : commented_(commented) {}

  std::string text() const { return text_; }

  void field(std::string_view key, int64_t value, const Bounds& bounds, std::string_view comment,
             Presence = Presence::kOptional);
  void field(std::string_view key, double value, const Bounds& bounds, std::string_view comment,
             Presence = Presence::kOptional);
  void field(std::string_view key, bool value, std::string_view comment);
  void choice(std::string_view key, const std::string& value, Choices choices, std::string_view comment,
              Presence = Presence::kOptional);
  bool kind(const std::string& value, Choices choices, std::string_view comment, Presence = Presence::kRequired);
  void range(std::string_view key, const Range& value, const Bounds& bounds, std::string_view comment);
  void path(std::string_view key, const std::string& value, std::string_view comment, Presence = Presence::kRequired);
  void folder(std::string_view key, const std::string& value, std::string_view comment, Presence = Presence::kRequired);
  void pairs(std::string_view key, const std::vector<std::pair<std::string, std::string>>& values,
             std::string_view comment);
  void text(std::string_view key, const std::string& value, std::string_view comment);
  void name(std::string_view key, const std::string& value, std::string_view comment, Presence = Presence::kOptional);
  void numbers(std::string_view key, const std::vector<double>& values, const Bounds&, std::string_view comment);
  void sizes(std::string_view key, const std::vector<int64_t>& values, const Bounds&, std::string_view comment,
             Presence);
  void texts(std::string_view key, const std::vector<std::string>& values, std::string_view comment,
             Presence = Presence::kOptional);
  void layers(std::string_view key, std::vector<LayerConfig>& layers, std::string_view comment,
              Presence = Presence::kRequired);
  void check(std::string_view, bool, std::string_view) {}

  template <class Section>
  void section(std::string_view key, Section& member, std::string_view comment, Presence = Presence::kOptional) {
    open(key, comment);
    describe(*this, member);
    close();
  }

  template <class Section>
  void sections(std::string_view key, std::vector<Section>& members, std::string_view comment,
                Presence = Presence::kRequired) {
    line(key, members.empty() ? "[]" : "", comment);
    indent_ += 4;
    for (Section& member : members) {
      const size_t begin = text_.size();
      describe(*this, member);
      if (text_.size() > begin) text_[begin + indent_ - 2] = '-';
    }
    indent_ -= 4;
  }

 private:
  void line(std::string_view key, const std::string& value, std::string_view comment);
  void open(std::string_view key, std::string_view comment);
  void close() { indent_ -= 2; }

  bool commented_;
  size_t indent_ = 0;
  std::string text_;
};

}  // namespace bitstill::configs
