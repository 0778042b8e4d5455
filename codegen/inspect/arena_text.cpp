#include "codegen/inspect/arena_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace bitstill::codegen {
namespace {

constexpr int64_t kMostRows = 16;
constexpr int64_t kColumns = 96;
constexpr int64_t kWidestOperator = 8;

// A grid of single characters, each perhaps of several bytes.
class Canvas {
 public:
  Canvas(int64_t rows, int64_t columns)
      : rows_(static_cast<size_t>(rows), std::vector<std::string>(static_cast<size_t>(columns), " ")) {}

  void set(int64_t row, int64_t column, std::string_view character) {
    rows_.at(static_cast<size_t>(row)).at(static_cast<size_t>(column)) = character;
  }

  std::string line(int64_t row) const {
    std::string text;
    for (const std::string& character : rows_.at(static_cast<size_t>(row))) text += character;
    return text.erase(text.find_last_not_of(' ') + 1);
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

struct Rectangle {
  int64_t bottom, top, left, right;  // rows and columns; top and right are not in it
};

// How addresses become rows and operators columns.
struct Scale {
  int64_t arena_bytes, rows, operators, operators_per_column, column_width;

  Scale(const Graph& graph, const MemoryPlan& plan)
      : arena_bytes(plan.arena_bytes),
        rows(std::clamp<int64_t>(plan.arena_bytes / kArenaAlignment, 1, kMostRows)),
        operators(std::max<int64_t>(1, static_cast<int64_t>(graph.operators.size()))),
        operators_per_column((operators + kColumns - 1) / kColumns),
        column_width(std::clamp<int64_t>(kColumns / operators, 1, kWidestOperator)) {}

  int64_t columns() const { return (operators + operators_per_column - 1) / operators_per_column * column_width; }

  // Every tensor gets a row and a column, however small it is.
  Rectangle of(const Placement& placement) const {
    const int64_t bottom = std::min(rows - 1, (placement.offset * rows + arena_bytes / 2) / arena_bytes);
    const int64_t end = placement.offset + placement.bytes;
    const int64_t top = std::clamp((end * rows + arena_bytes / 2) / arena_bytes, bottom + 1, rows);
    return {bottom, top, placement.first / operators_per_column * column_width,
            (placement.last / operators_per_column + 1) * column_width};
  }
};

void draw(const Rectangle& rectangle, const std::string& label, std::string_view fill, const Scale& scale,
          Canvas& canvas) {
  for (int64_t row = rectangle.bottom; row < rectangle.top; ++row) {
    for (int64_t column = rectangle.left; column < rectangle.right; ++column) {
      canvas.set(scale.rows - 1 - row, column, fill);
    }
  }
  const auto length = static_cast<int64_t>(label.size());
  if (length > rectangle.right - rectangle.left) return;
  const int64_t middle = (rectangle.bottom + rectangle.top) / 2;
  for (int64_t i = 0; i < length; ++i) {
    canvas.set(scale.rows - 1 - middle, rectangle.left + i, std::string_view(label).substr(static_cast<size_t>(i), 1));
  }
}

std::string operator_line(const Scale& scale) {
  std::string text;
  for (int64_t column = 0; column * scale.operators_per_column < scale.operators; ++column) {
    const std::string number = std::to_string(column * scale.operators_per_column);
    const auto at = static_cast<size_t>(column * scale.column_width);
    if (text.size() > at || (text.size() == at && at > 0 && text.back() != ' ')) continue;
    text.resize(at, ' ');
    text += number;
  }
  return text;
}

}  // namespace

std::string arena_text(const Graph& graph, const MemoryPlan& plan, const Characters& characters) {
  const Scale scale(graph, plan);
  Canvas canvas(scale.rows, scale.columns());
  auto placements = plan.placements;
  std::ranges::stable_sort(placements, {}, &Placement::first);
  for (size_t i = 0; i < placements.size(); ++i) {
    const std::string label = placements[i].tensor < 0 ? "tmp" : fmt::format("t{}", placements[i].tensor);
    draw(scale.of(placements[i]), label, characters.fills[i % characters.fills.size()], scale, canvas);
  }
  std::string text;
  for (int64_t row = 0; row < scale.rows; ++row) {
    text += fmt::format("{:>9} |{}\n", scale.arena_bytes * (scale.rows - row) / scale.rows, canvas.line(row));
  }
  text += fmt::format("{:>9} +{}\n", 0, std::string(static_cast<size_t>(scale.columns()), '-'));
  return text + fmt::format("{:>9}  {}\n", "operator", operator_line(scale));
}

}  // namespace bitstill::codegen
