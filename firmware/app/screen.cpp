#include "screen.h"

#include <stddef.h>
#include <string.h>

#include "level.h"

namespace app {
namespace {

constexpr Colour kGround = rgb(0, 0, 0);
constexpr Colour kBand = rgb(32, 40, 48);
constexpr Colour kInk = rgb(255, 255, 255);
constexpr Colour kFaint = rgb(144, 152, 160);
constexpr Colour kTrough = rgb(40, 40, 40);
constexpr Colour kScore = rgb(64, 144, 216);
constexpr Colour kHeard = rgb(40, 176, 96);
constexpr Colour kWarning = rgb(232, 144, 40);
constexpr Colour kLoud = rgb(216, 56, 48);

constexpr int kTopHeight = 24;
constexpr int kWordHeight = 68;
constexpr int kBarsTop = kTopHeight + kWordHeight;
constexpr int kMeterHeight = 16;
constexpr int kBarsHeight = kScreenHeight - kBarsTop - kMeterHeight;
constexpr int kBarHeight = kBarsHeight / kMostBars;
constexpr int kLabelWidth = 96;
constexpr int kNumberWidth = 40;
constexpr int kBarWidth = kScreenWidth - kLabelWidth - kNumberWidth;
constexpr int kGap = 4;       // between the bar of a class and those above and below
constexpr int kFloor = -60;   // decibels at the left end of the meter
constexpr int kTooLoud = -3;  // from here on the microphone is about to clip
constexpr int kScores = 256;  // values of a score
static_assert(kBarsHeight % kMostBars == 0, "bars fill their part of the screen");

// Appends, and cuts off what does not fit.
class Text {
 public:
  explicit Text(Box& box) : text_(box.text) {}

  Text& operator<<(const char* more) {
    for (; *more != 0 && length_ < kTextBytes - 1; ++more) text_[length_++] = *more;
    text_[length_] = 0;
    return *this;
  }
  Text& operator<<(uint32_t number) {
    char digits[11];
    char* first = digits + sizeof(digits) - 1;
    *first = 0;
    for (; number > 9; number /= 10) *--first = static_cast<char>('0' + number % 10);
    *--first = static_cast<char>('0' + number);
    return *this << first;
  }

 private:
  char* text_;
  int length_ = 0;
};

Box& write(Box& box, const char* text, Colour ink, Place place = Place::kLeft, Font font = Font::kSmall) {
  box.ink = ink;
  box.font = font;
  box.place = place;
  Text(box) << text;
  return box;
}

// "42 ms", below ten "1.3 ms"; nothing before the first inference.
void write_time(Box& box, uint32_t microseconds) {
  box.ink = kInk;
  box.place = Place::kRight;
  const uint32_t tenths = (microseconds + 50) / 100;
  if (microseconds == 0) return;
  if (tenths < 100) {
    Text(box) << tenths / 10 << "." << tenths % 10 << " ms";
  } else {
    Text(box) << (microseconds + 500) / 1000 << " ms";
  }
}

void draw_top(const Listening& listening, Picture& picture) {
  write(picture.add(0, 0, 144, kTopHeight, kBand), listening.name, kInk);
  write_time(picture.add(144, 0, 80, kTopHeight, kBand), listening.inference_microseconds);
  Box& lost = picture.add(224, 0, 96, kTopHeight, kBand);
  lost.ink = listening.hops_lost == 0 ? kFaint : kWarning;
  lost.place = Place::kRight;
  Text(lost) << listening.hops_lost << " lost";
}

void draw_word(const Listening& listening, Picture& picture) {
  const bool heard = listening.word >= 0;
  Box& box = picture.add(0, kTopHeight, kScreenWidth, kWordHeight, heard ? kHeard : kGround);
  write(box, heard ? listening.labels[listening.word] : "listening", heard ? kInk : kFaint, Place::kMiddle,
        heard ? Font::kLarge : Font::kSmall);
}

// The filled part of a bar and the rest of it; neither where it is empty.
void draw_bar(int left, int top, int width, int height, int filled, Colour colour, Picture& picture) {
  if (filled > 0) picture.add(left, top, filled, height, colour);
  if (filled < width) picture.add(left + filled, top, width - filled, height, kTrough);
}

void draw_score(const Listening& listening, int index, int top, Picture& picture) {
  const int score = listening.scores[index] - INT8_MIN;
  const Colour colour = index == listening.word ? kHeard : kScore;
  write(picture.add(0, top, kLabelWidth, kBarHeight, kGround), listening.labels[index], kInk);
  picture.add(kLabelWidth, top, kBarWidth, kGap / 2, kGround);
  draw_bar(kLabelWidth, top + kGap / 2, kBarWidth, kBarHeight - kGap, score * kBarWidth / (kScores - 1), colour,
           picture);
  picture.add(kLabelWidth, top + kBarHeight - kGap / 2, kBarWidth, kGap / 2, kGround);
  Box& number = picture.add(kLabelWidth + kBarWidth, top, kNumberWidth, kBarHeight, kGround);
  number.ink = kFaint;
  number.place = Place::kRight;
  Text(number) << static_cast<uint32_t>(score * 100 / (kScores - 1));
}

// Whether fewer than kMostBars classes come before this one, by score and then by their order.
bool is_shown(const Listening& listening, int index) {
  int before = 0;
  for (int i = 0; i < listening.classes; ++i) {
    if (listening.scores[i] > listening.scores[index]) ++before;
    if (listening.scores[i] == listening.scores[index] && i < index) ++before;
  }
  return before < kMostBars;
}

void draw_scores(const Listening& listening, Picture& picture) {
  int top = kBarsTop;
  for (int i = 0; i < listening.classes; ++i) {
    if (!is_shown(listening, i)) continue;
    draw_score(listening, i, top, picture);
    top += kBarHeight;
  }
  const int left = kBarsTop + kBarsHeight - top;
  if (left > 0) picture.add(0, top, kScreenWidth, left, kGround);
}

void draw_meter(const Listening& listening, Picture& picture) {
  int above = listening.level - kFloor;
  if (above < 0) above = 0;
  draw_bar(0, kScreenHeight - kMeterHeight, kScreenWidth, kMeterHeight, above * kScreenWidth / -kFloor,
           listening.level >= kTooLoud ? kLoud : kHeard, picture);
}

}  // namespace

bool operator==(const Box& one, const Box& other) {
  return one.left == other.left && one.top == other.top && one.width == other.width && one.height == other.height &&
         one.ground == other.ground && one.ink == other.ink && one.font == other.font && one.place == other.place &&
         strcmp(one.text, other.text) == 0;
}

Box& Picture::add(int left, int top, int width, int height, Colour ground) {
  // A picture of kMostBars bars takes 42; whoever adds a part to the screen makes room for it.
  Box& box = boxes_[count_ < kMostBoxes ? count_++ : kMostBoxes - 1];
  box = {static_cast<int16_t>(left),
         static_cast<int16_t>(top),
         static_cast<int16_t>(width),
         static_cast<int16_t>(height),
         ground,
         kInk,
         Font::kSmall,
         Place::kLeft,
         ""};
  return box;
}

bool Picture::differs(const Picture& before, int index) const {
  for (int i = 0; i < before.count_; ++i) {
    if (before.boxes_[i] == boxes_[index]) return false;
  }
  return true;
}

void draw(const Listening& listening, Picture& picture) {
  picture.clear();
  draw_top(listening, picture);
  draw_word(listening, picture);
  draw_scores(listening, picture);
  draw_meter(listening, picture);
}

void draw(const Notice& notice, Picture& picture) {
  picture.clear();
  picture.add(0, 0, kScreenWidth, 64, kGround);
  write(picture.add(0, 64, kScreenWidth, 40, kGround), notice.headline, kWarning, Place::kMiddle);
  write(picture.add(0, 104, kScreenWidth, 28, kGround), notice.first, kInk, Place::kMiddle);
  write(picture.add(0, 132, kScreenWidth, 28, kGround), notice.second, kInk, Place::kMiddle);
  picture.add(0, 160, kScreenWidth, 80, kGround);
}

}  // namespace app
