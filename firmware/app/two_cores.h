// In place of a second core: a worker that runs each task at once and reads the clock before it, after it, and when the
// caller has finished its own half. So the halves run one after the other, and each one's instructions can be told.
#pragma once

#include "adapter.h"
#include "board.h"

namespace two_cores {

constexpr int kReadingsPerLayer = 3;

extern uint32_t readings[kReadingsPerLayer * check::kDividedLayers];
extern int taken;  // of them, in this inference
extern const check::Worker worker;

}  // namespace two_cores
