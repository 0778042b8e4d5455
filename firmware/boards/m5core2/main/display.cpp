#include "display.h"

#include <M5Unified.h>

namespace display {
namespace {

constexpr int kMargin = 4;

app::Picture on_screen;
int marked = kNothingChosen;
bool curve_on_screen = false;

const lgfx::IFont& font_of(const app::Box& box) {
  return box.font == app::Font::kLarge ? static_cast<const lgfx::IFont&>(fonts::DejaVu40)
                                       : static_cast<const lgfx::IFont&>(fonts::DejaVu18);
}

void write(const app::Box& box) {
  auto& screen = M5.Display;
  screen.setTextColor(box.ink, box.ground);
  screen.setFont(&font_of(box));
  if (screen.textWidth(box.text) > box.width) screen.setFont(&fonts::DejaVu12);
  const int middle = box.top + box.height / 2;
  switch (box.place) {
    case app::Place::kLeft:
      screen.setTextDatum(middle_left);
      screen.drawString(box.text, box.left + kMargin, middle);
      break;
    case app::Place::kMiddle:
      screen.setTextDatum(middle_center);
      screen.drawString(box.text, box.left + box.width / 2, middle);
      break;
    case app::Place::kRight:
      screen.setTextDatum(middle_right);
      screen.drawString(box.text, box.left + box.width - kMargin, middle);
      break;
  }
}

void draw(const app::Box& box) {
  auto& screen = M5.Display;
  screen.setClipRect(box.left, box.top, box.width, box.height);
  screen.fillRect(box.left, box.top, box.width, box.height, box.ground);
  if (box.text[0] != 0) write(box);
  screen.clearClipRect();
}

void draw_column(const app::Curve& curve, int input, bool chosen) {
  if (input == kNothingChosen) return;
  for (const auto& part : app::column(curve, static_cast<int8_t>(input), chosen).parts) {
    if (part.height > 0) M5.Display.fillRect(part.left, part.top, 1, part.height, part.colour);
  }
}

}  // namespace

void begin() {
  M5.Display.setRotation(1);
  M5.Display.fillScreen(0);
}

void show(const app::Picture& picture) {
  M5.Display.startWrite();
  for (int i = 0; i < picture.count(); ++i) {
    if (curve_on_screen || picture.differs(on_screen, i)) draw(picture.box(i));
  }
  M5.Display.endWrite();
  on_screen = picture;
  curve_on_screen = false;
}

void show(const app::Curve& curve, int chosen) {
  if (curve_on_screen && chosen == marked) return;
  M5.Display.startWrite();
  if (!curve_on_screen) {
    M5.Display.fillScreen(0);
    for (int input = INT8_MIN; input <= INT8_MAX; ++input) draw_column(curve, input, false);
  }
  draw_column(curve, marked, false);
  draw_column(curve, chosen, true);
  if (chosen != kNothingChosen) {
    app::Box text;
    app::draw(curve, static_cast<int8_t>(chosen), text);
    draw(text);
  }
  M5.Display.endWrite();
  marked = chosen;
  curve_on_screen = true;
}

}  // namespace display
