// Puts pictures on the Core2's screen, of which only what changed is drawn.
#pragma once

#include "curve.h"
#include "screen.h"

namespace display {

// To be called after M5.begin().
void begin();

void show(const app::Picture& picture);

constexpr int kNothingChosen = INT16_MIN;

// `chosen` is an input or kNothingChosen.
void show(const app::Curve& curve, int chosen);

}  // namespace display
