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

// A layer's parameters in one line: "units: 16".
class ParameterPrinter {
 public:
  template <class Number>
  void field(std::string_view key, Number value, const Bounds&, std::string_view, Presence) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", key, value);
  }

  void choice(std::string_view key, const std::string& value, Choices, std::string_view) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", key, value);
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

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

void SectionPrinter::text(std::string_view key, const std::string& value, std::string_view comment) {
  line(key, quoted(value), comment);
}

void SectionPrinter::name(std::string_view key, const std::string& value, std::string_view comment, Presence) {
  line(key, value.empty() ? "\"\"" : value, comment);
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

void SectionPrinter::layers(std::string_view key, std::vector<LayerConfig>& layers, std::string_view comment) {
  line(key, layers.empty() ? "[]" : "", fmt::format("{}: {}", comment, fmt::join(kLayers, ", ")));
  for (LayerConfig& layer : layers) {
    ParameterPrinter parameters;
    describe(parameters, layer);
    const std::string text =
        parameters.text().empty() ? layer.kind : fmt::format("{}: {{{}}}", layer.kind, parameters.text());
    text_ += fmt::format("{}  - {}\n", std::string(indent_, ' '), text);
  }
}

}  // namespace bitstill::configs
