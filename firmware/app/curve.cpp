#include "curve.h"

#include <stdio.h>

namespace app {
namespace {

constexpr Colour kGround = rgb(0, 0, 0);
constexpr Colour kChosen = rgb(48, 56, 64);
constexpr Colour kInk = rgb(255, 255, 255);
constexpr Colour kLine = rgb(64, 144, 216);
constexpr Colour kPoint = rgb(40, 176, 96);
constexpr int kThickness = 3;

// The pixel row of an output: 127 at the top.
int row(int output) { return kCurveTop + (INT8_MAX - output) * (kCurveHeight - kThickness) / 255; }

int least(int one, int other) { return one < other ? one : other; }
int most(int one, int other) { return one < other ? other : one; }

}  // namespace

Column column(const Curve& curve, int8_t input, bool chosen) {
  const int index = input - INT8_MIN;
  const int here = row(curve.outputs[index]);
  const int next = index + 1 < Curve::kInputs ? row(curve.outputs[index + 1]) : here;
  const auto top = static_cast<int16_t>(least(here, next));
  const auto bottom = static_cast<int16_t>(most(here, next) + kThickness);
  const auto left = static_cast<int16_t>(kCurveLeft + index);
  const Colour ground = chosen ? kChosen : kGround;
  return {{{left, kCurveTop, static_cast<int16_t>(top - kCurveTop), ground},
           {left, top, static_cast<int16_t>(bottom - top), chosen ? kPoint : kLine},
           {left, bottom, static_cast<int16_t>(kScreenHeight - bottom), ground}}};
}

int8_t input_at(int x) { return static_cast<int8_t>(most(least(x - kCurveLeft + INT8_MIN, INT8_MAX), INT8_MIN)); }

void draw(const Curve& curve, int8_t input, Box& text) {
  text = {0, 0, kScreenWidth, kCurveTop, kGround, kInk, Font::kSmall, Place::kMiddle, ""};
  snprintf(text.text, sizeof(text.text), "%d -> %d", input, curve.outputs[input - INT8_MIN]);
}

}  // namespace app
