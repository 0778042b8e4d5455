#include "codegen/inspect/arena_svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/inspect/footprint.h"
#include "configs/support/units.h"

namespace bitstill::codegen {
namespace {

constexpr int64_t kLeft = 90;    // of the drawings: addresses stand there
constexpr int64_t kTop = 50;     // of the first: the title stands there
constexpr int64_t kArena = 360;  // height of the arena
constexpr int64_t kNames = 120;  // below it, for the layers' names
constexpr int64_t kBars = 70;    // height of each row of bars
constexpr int64_t kGap = 34;     // above each row of bars

constexpr const char* kStyle =
    "  <style>\n"
    "    svg { font: 12px system-ui, sans-serif; background: #ffffff; color: #1c2330; }\n"
    "    text { fill: currentColor; }\n"
    "    .quiet { opacity: 0.65; }\n"
    "    .line { stroke: currentColor; stroke-opacity: 0.2; }\n"
    "    .tensor, .scratch, .bar { stroke: currentColor; stroke-opacity: 0.5; fill-opacity: 0.55; }\n"
    "    .tensor { fill: #4a8fd9; } .border { fill: #3fae6a; } .scratch { fill: #d98b3a; } .bar { fill: #8a6fd1; }\n"
    "    rect:hover { fill-opacity: 1; }\n"
    "    @media (prefers-color-scheme: dark) { svg { background: #14181f; color: #e3e8f0; } }\n"
    "  </style>\n";

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else {
      safe += c >= 32 && c <= 126 ? c : '?';
    }
  }
  return safe;
}

class Drawing {
 public:
  Drawing(const Graph& graph, const MemoryPlan& plan)
      : graph_(graph),
        plan_(plan),
        whole_(footprint(graph, plan)),
        column_(std::clamp<int64_t>(900 / columns(), 8, 90)) {}

  std::string text(const std::string& title) const {
    const int64_t width = std::max<int64_t>(560, kLeft + columns() * column_ + 30);
    const int64_t height = kTop + kArena + kNames + 2 * (kBars + kGap) + 20;
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n{2}"
        "  <text x=\"{3}\" y=\"22\" font-size=\"15\">{4}</text>\n"
        "  <text x=\"{3}\" y=\"40\" class=\"quiet\">arena {5} bytes, constants {6} bytes, {7} multiply-adds</text>\n",
        width, height, kStyle, kLeft, escaped(title), with_commas(plan_.arena_bytes), with_commas(whole_.flash_bytes),
        with_commas(whole_.macs));
    svg += addresses();
    for (const Placement& placement : plan_.placements) svg += rectangle(placement);
    svg += names();
    svg += bars("flash, bytes of constants", "bytes of constants", &LayerFootprint::flash_bytes, 0);
    svg += bars("multiply-adds", "multiply-adds", &LayerFootprint::macs, 1);
    return svg + "</svg>\n";
  }

 private:
  int64_t columns() const { return std::max<int64_t>(1, static_cast<int64_t>(graph_.operators.size())); }
  int64_t x_of(int64_t node) const { return kLeft + node * column_; }
  double y_of(int64_t address) const {
    return kTop + kArena * (1 - static_cast<double>(address) / static_cast<double>(plan_.arena_bytes));
  }

  std::string addresses() const {
    std::string text;
    for (int64_t quarter = 0; quarter <= 4; ++quarter) {
      const int64_t address = plan_.arena_bytes * quarter / 4;
      text += fmt::format(
          "  <line class=\"line\" x1=\"{0}\" y1=\"{1:.1f}\" x2=\"{2}\" y2=\"{1:.1f}\"/>\n"
          "  <text class=\"quiet\" x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
          kLeft, y_of(address), x_of(columns()), kLeft - 8, y_of(address) + 4, with_commas(address));
    }
    return text;
  }

  std::string life_of(const Placement& placement) const {
    const auto& layers = whole_.layers;
    if (layers.empty()) return "";
    return fmt::format("from {} to {}", layers[static_cast<size_t>(placement.first)].name,
                       layers[static_cast<size_t>(placement.last)].name);
  }

  std::string rectangle(const Placement& placement) const {
    const auto stands_in = [&](const std::vector<int>& border) {
      return std::ranges::find(border, placement.tensor) != border.end();
    };
    const bool scratch = placement.tensor < 0;
    const bool border = !scratch && (stands_in(graph_.inputs) || stands_in(graph_.outputs));
    const double top = y_of(placement.offset + placement.bytes);
    const double height = y_of(placement.offset) - top;
    const int64_t left = x_of(placement.first);
    const int64_t width = x_of(placement.last + 1) - left;
    const std::string name = scratch ? "scratch" : fmt::format("t{}", placement.tensor);
    std::string text = fmt::format(
        "  <g><title>{}{}: {} bytes at {}, alive {}</title><rect class=\"{}\" x=\"{}\" y=\"{:.1f}\" width=\"{}\" "
        "height=\"{:.1f}\"/>",
        name, scratch ? "" : " " + escaped(graph_.tensor(placement.tensor).name), with_commas(placement.bytes),
        placement.offset, life_of(placement), scratch ? "scratch" : (border ? "tensor border" : "tensor"), left + 1,
        top, width - 2, std::max(1.0, height));
    const bool fits = height >= 14 && width >= static_cast<int64_t>(8 * name.size());
    if (fits) text += fmt::format("<text x=\"{}\" y=\"{:.1f}\">{}</text>", left + 5, top + height / 2 + 4, name);
    return text + "</g>\n";
  }

  std::string names() const {
    std::string text;
    for (size_t i = 0; i < whole_.layers.size(); ++i) {
      const int64_t x = x_of(static_cast<int64_t>(i)) + column_ / 2 + 4;
      text +=
          fmt::format("  <text x=\"{0}\" y=\"{1}\" text-anchor=\"end\" transform=\"rotate(-60 {0} {1})\">{2}</text>\n",
                      x, kTop + kArena + 14, escaped(whole_.layers[i].name));
    }
    return text;
  }

  std::string bars(const char* heading, const char* unit, int64_t LayerFootprint::*weight, int64_t row) const {
    const int64_t bottom = kTop + kArena + kNames + (row + 1) * (kBars + kGap);
    int64_t largest = 1;
    for (const LayerFootprint& layer : whole_.layers) largest = std::max(largest, layer.*weight);
    std::string text =
        fmt::format("  <text x=\"{}\" y=\"{}\" class=\"quiet\">{}</text>\n", kLeft, bottom - kBars - 8, heading);
    for (size_t i = 0; i < whole_.layers.size(); ++i) {
      const int64_t value = whole_.layers[i].*weight;
      const double height = std::max(0.5, kBars * static_cast<double>(value) / static_cast<double>(largest));
      text += fmt::format(
          "  <g><title>{}: {} {}</title><rect class=\"bar\" x=\"{}\" y=\"{:.1f}\" width=\"{}\" "
          "height=\"{:.1f}\"/></g>\n",
          escaped(whole_.layers[i].name), with_commas(value), unit, x_of(static_cast<int64_t>(i)) + 1,
          static_cast<double>(bottom) - height, column_ - 2, height);
    }
    return text;
  }

  const Graph& graph_;
  const MemoryPlan& plan_;
  Footprint whole_;
  int64_t column_;
};

}  // namespace

std::string arena_svg(const Graph& graph, const MemoryPlan& plan, const std::string& title) {
  return Drawing(graph, plan).text(title);
}

}  // namespace bitstill::codegen
