#include "configs/schema/section_printer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "configs/schema/declarations.h"

namespace bitstill::configs {
namespace {

constexpr size_t kCommentColumn = 32;

// A double-quoted YAML text.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') result += '\\';
    result += byte < 0x20 || byte == 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, character);
  }
  return result + '"';
}

std::string layer_text(LayerConfig& layer);

// "[{dense: {units: 16}}, relu]".
std::string list_text(std::vector<LayerConfig>& layers) {
  std::vector<std::string> texts;
  for (LayerConfig& layer : layers) {
    const std::string text = layer_text(layer);
    texts.push_back(text == layer.kind ? text : "{" + text + "}");
  }
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

// A layer's parameters in one line: "units: 16".
class ParameterPrinter {
 public:
  template <class Number>
  void field(std::string_view key, Number value, const Bounds&, std::string_view, Presence) {
    add(key, fmt::format("{}", value));
  }

  void choice(std::string_view key, const std::string& value, Choices, std::string_view,
              Presence = Presence::kOptional) {
    add(key, value);
  }

  void sides(std::string_view key, const Sides& sides, const Bounds&, std::string_view, Presence) {
    add(key, sides.height == sides.width ? fmt::format("{}", sides.height)
                                         : fmt::format("[{}, {}]", sides.height, sides.width));
  }

  void sizes(std::string_view key, const std::vector<int64_t>& sizes, const Bounds&, std::string_view, Presence) {
    add(key, fmt::format("[{}]", fmt::join(sizes, ", ")));
  }

  void layers(std::string_view key, std::vector<LayerConfig>& layers, std::string_view,
              Presence = Presence::kRequired) {
    add(key, list_text(layers));
  }

  void branches(std::string_view key, std::vector<std::vector<LayerConfig>>& branches, std::string_view) {
    std::vector<std::string> texts;
    for (std::vector<LayerConfig>& branch : branches) texts.push_back(list_text(branch));
    add(key, fmt::format("[{}]", fmt::join(texts, ", ")));
  }

  const std::string& text() const { return text_; }

 private:
  void add(std::string_view key, const std::string& value) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", key, value);
  }

  std::string text_;
};

// "dense: {units: 16}", "relu".
std::string layer_text(LayerConfig& layer) {
  ParameterPrinter parameters;
  describe(parameters, layer);
  return parameters.text().empty() ? layer.kind : fmt::format("{}: {{{}}}", layer.kind, parameters.text());
}

}  // namespace

void SectionPrinter::line(std::string_view key, const std::string& value, std::string_view comment) {
  std::string line = fmt::format("{}{}:{}{}", std::string(indent_, ' '), key, value.empty() ? "" : " ", value);
  if (commented_ && !comment.empty()) line = fmt::format("{:<{}}  # {}", line, kCommentColumn, comment);
  text_ += line + '\n';
}

void SectionPrinter::open(std::string_view key, std::string_view comment) {
  if (indent_ == 0 && commented_) text_ += '\n';
  line(key, "", comment);
  indent_ += 2;
}

void SectionPrinter::field(std::string_view key, int64_t value, const Bounds& bounds, std::string_view comment,
                           Presence) {
  line(key, fmt::format("{}", value), fmt::format("{}; {}", comment, bounds.text()));
}

void SectionPrinter::field(std::string_view key, double value, const Bounds& bounds, std::string_view comment,
                           Presence) {
  line(key, fmt::format("{}", value), fmt::format("{}; {}", comment, bounds.text()));
}

void SectionPrinter::field(std::string_view key, bool value, std::string_view comment) {
  line(key, value ? "true" : "false", comment);
}

void SectionPrinter::choice(std::string_view key, const std::string& value, Choices choices, std::string_view comment,
                            Presence) {
  line(key, value, fmt::format("{}: {}", comment, fmt::join(choices, ", ")));
}

bool SectionPrinter::kind(const std::string& value, Choices choices, std::string_view comment, Presence) {
  choice("kind", value, choices, comment);
  return true;
}

void SectionPrinter::range(std::string_view key, const Range& value, const Bounds&, std::string_view comment) {
  line(key, fmt::format("[{}, {}]", value.low, value.high), comment);
}

void SectionPrinter::path(std::string_view key, const std::string& value, std::string_view comment, Presence) {
  text(key, value, comment);
}

void SectionPrinter::folder(std::string_view key, const std::string& value, std::string_view comment, Presence) {
  text(key, value, comment);
}

void SectionPrinter::pairs(std::string_view key, const std::vector<std::pair<std::string, std::string>>& values,
                           std::string_view comment) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : values) texts.push_back(fmt::format("{}: {}", quoted(name), quoted(value)));
  line(key, fmt::format("{{{}}}", fmt::join(texts, ", ")), comment);
}

void SectionPrinter::text(std::string_view key, const std::string& value, std::string_view comment) {
  line(key, quoted(value), comment);
}

void SectionPrinter::name(std::string_view key, const std::string& value, std::string_view comment, Presence) {
  line(key, value.empty() ? "\"\"" : value, comment);
}

void SectionPrinter::sizes(std::string_view key, const std::vector<int64_t>& values, const Bounds&,
                           std::string_view comment, Presence) {
  line(key, fmt::format("[{}]", fmt::join(values, ", ")), comment);
}

void SectionPrinter::numbers(std::string_view key, const std::vector<double>& values, const Bounds&,
                             std::string_view comment) {
  line(key, fmt::format("[{}]", fmt::join(values, ", ")), comment);
}

void SectionPrinter::texts(std::string_view key, const std::vector<std::string>& values, std::string_view comment,
                           Presence) {
  std::vector<std::string> texts;
  for (const std::string& value : values) texts.push_back(quoted(value));
  line(key, fmt::format("[{}]", fmt::join(texts, ", ")), comment);
}

void SectionPrinter::layers(std::string_view key, std::vector<LayerConfig>& layers, std::string_view comment,
                            Presence) {
  line(key, layers.empty() ? "[]" : "", fmt::format("{}: {}", comment, fmt::join(kLayers, ", ")));
  for (LayerConfig& layer : layers) text_ += fmt::format("{}  - {}\n", std::string(indent_, ' '), layer_text(layer));
}

}  // namespace bitstill::configs
