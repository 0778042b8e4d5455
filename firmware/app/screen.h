// What a listening board's screen shows, as plain values: opaque boxes that cover it without gap or overlap, so that a
// board draws only those that changed, and none of them flickers.
//
//   +---------------------------------------+
//   | keywords                42 ms   0 lost|   name, time of an inference, hops lost
//   |                                       |
//   |                 lamp                  |   the word, for a while after it was heard
//   |                                       |
//   | lamp     ================......    93 |   scores: of the classes, or of the highest kMostBars
//   | door     ==....................     4 |
//   | ...                                   |
//   | ============..........................|   level of the microphone
//   +---------------------------------------+
#pragma once

#include <stdint.h>

namespace app {

constexpr int kScreenWidth = 320;
constexpr int kScreenHeight = 240;
constexpr int kMostBars = 6;
constexpr int kTextBytes = 36;

// Red, green and blue in 5, 6 and 5 bits, as the display has them.
using Colour = uint16_t;
constexpr Colour rgb(int red, int green, int blue) {
  return static_cast<Colour>((red >> 3) << 11 | (green >> 2) << 5 | blue >> 3);
}

enum class Font : uint8_t { kSmall, kLarge };
enum class Place : uint8_t { kLeft, kMiddle, kRight };

// A filled rectangle with at most one line of text in it, centred vertically and cut off where it is too long.
struct Box {
  int16_t left, top, width, height;
  Colour ground;
  Colour ink;
  Font font;
  Place place;
  char text[kTextBytes];  // "": none
};

bool operator==(const Box& one, const Box& other);

class Picture {
 public:
  static constexpr int kMostBoxes = 44;

  void clear() { count_ = 0; }
  // A box without text.
  Box& add(int left, int top, int width, int height, Colour ground);

  int count() const { return count_; }
  const Box& box(int index) const { return boxes_[index]; }

  // Whether box `index` is to be drawn where `before` is on the screen.
  bool differs(const Picture& before, int index) const;

 private:
  Box boxes_[kMostBoxes];
  int count_ = 0;
};

// What a listening board shows. Pointers are the caller's and only read.
struct Listening {
  const char* name;           // of the module
  const char* const* labels;  // one for each class
  const int8_t* scores;
  int classes;
  int word;   // that was heard a moment ago; -1: none
  int level;  // in decibels below the loudest
  uint32_t inference_microseconds;
  uint32_t hops_lost;
};

void draw(const Listening& listening, Picture& picture);

// A headline and two lines below it: what is missing, what to do.
struct Notice {
  const char* headline;
  const char* first;
  const char* second;
};

void draw(const Notice& notice, Picture& picture);

}  // namespace app
