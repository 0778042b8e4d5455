// Turns the YAML parser's events into a tree of Values; stops at the first thing no config needs.
#pragma once

#include <yaml-cpp/eventhandler.h>

#include <string>
#include <vector>

#include "configs/schema/document.h"

namespace bitstill::configs {

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const Place& origin) : origin_(origin) { root_.place = origin; }

  const Value& root() const { return root_; }
  Place at(const YAML::Mark& mark) const;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(start(Value::Kind::kNothing, mark)); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(Value::Kind::kList, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(Value::Kind::kSection, mark);
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or section whose end has not come; of a section also the key whose value has not come.
  struct Open {
    Value value;
    bool has_key = false;
    Value key = {};
  };

  Value start(Value::Kind kind, const YAML::Mark& mark) const;
  void open(Value::Kind kind, const YAML::Mark& mark);
  void close();
  void add(Value value);

  Place origin_;
  Value root_;
  std::vector<Open> open_;
};

}  // namespace bitstill::configs
