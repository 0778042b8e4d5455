// What a network with one input and one output computes, drawn: its output over every input there is, and a finger
// chooses one of them. Plain values, one column of pixels for each input.
#pragma once

#include <stdint.h>

#include "screen.h"

namespace app {

struct Curve {
  static constexpr int kInputs = 256;

  int8_t outputs[kInputs];  // of input -128, -127, ... 127
};

// Where on the screen: a margin on both sides, a line of text above.
constexpr int kCurveLeft = (kScreenWidth - Curve::kInputs) / 2;
constexpr int kCurveTop = 24;
constexpr int kCurveHeight = kScreenHeight - kCurveTop;

// `run` computes the output of an input.
template <class Run>
void compute(const Run& run, Curve& curve) {
  for (int i = 0; i < Curve::kInputs; ++i) curve.outputs[i] = run(static_cast<int8_t>(i - 128));
}

// The column of an input from top to bottom: ground, the curve with all it rises to its neighbour, ground. Parts may be
// empty.
struct Column {
  static constexpr int kParts = 3;

  struct Part {
    int16_t left, top, height;  // one pixel wide
    Colour colour;
  };
  Part parts[kParts];
};

// `chosen` is where the finger is.
Column column(const Curve& curve, int8_t input, bool chosen);

// The input under a finger at `x`; the nearest where that is beside the curve.
int8_t input_at(int x);

// "37 -> -102"
void draw(const Curve& curve, int8_t input, Box& text);

}  // namespace app
