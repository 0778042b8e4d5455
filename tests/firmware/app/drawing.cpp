#include "tests/firmware/app/drawing.h"

#include <fmt/format.h>

namespace bitstill::tests {
namespace {

constexpr int kMargin = 4;

std::string colour(app::Colour value) {
  const auto spread = [](int bits, int most) { return bits * 255 / most; };
  return fmt::format("#{:02x}{:02x}{:02x}", spread(value >> 11, 31), spread(value >> 5 & 63, 63),
                     spread(value & 31, 31));
}

std::string rectangle(int left, int top, int width, int height, app::Colour ground) {
  return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n", left, top, width, height,
                     colour(ground));
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) result += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return result;
}

std::string svg_of(const app::Box& box) {
  std::string text = rectangle(box.left, box.top, box.width, box.height, box.ground);
  if (box.text[0] == 0) return text;
  const int x = box.place == app::Place::kLeft    ? box.left + kMargin
                : box.place == app::Place::kRight ? box.left + box.width - kMargin
                                                  : box.left + box.width / 2;
  const char* anchor = box.place == app::Place::kLeft ? "start" : box.place == app::Place::kRight ? "end" : "middle";
  return text + fmt::format(
                    "<text x=\"{}\" y=\"{}\" dy=\"0.35em\" font-size=\"{}\" text-anchor=\"{}\" "
                    "fill=\"{}\">{}</text>\n",
                    x, box.top + box.height / 2, box.font == app::Font::kLarge ? 34 : 15, anchor, colour(box.ink),
                    escaped(box.text));
}

std::string page(const std::string& shapes) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" font-family=\"sans-serif\">\n{2}</svg>\n",
      app::kScreenWidth, app::kScreenHeight, shapes);
}

}  // namespace

std::string svg_of(const app::Picture& picture) {
  std::string shapes;
  for (int i = 0; i < picture.count(); ++i) shapes += svg_of(picture.box(i));
  return page(shapes);
}

std::vector<int> coverage(const app::Picture& picture) {
  std::vector<int> covered(app::kScreenWidth * app::kScreenHeight);
  for (int i = 0; i < picture.count(); ++i) {
    const app::Box& box = picture.box(i);
    for (int y = box.top; y < box.top + box.height; ++y) {
      for (int x = box.left; x < box.left + box.width; ++x)
        ++covered.at(static_cast<size_t>(y * app::kScreenWidth + x));
    }
  }
  return covered;
}

}  // namespace bitstill::tests
