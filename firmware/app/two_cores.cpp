#include "two_cores.h"

#include "exit_codes.h"

namespace two_cores {
namespace {

void take_reading() {
  if (taken == kReadingsPerLayer * check::kDividedLayers) board_exit(kWrongLayer);
  readings[taken] = board_clock();
  ++taken;
}

void start(void*, void (*task)(void*), void* argument) {
  take_reading();
  task(argument);
  take_reading();
}

void wait(void*) { take_reading(); }

}  // namespace

uint32_t readings[kReadingsPerLayer * check::kDividedLayers];
int taken = 0;
const check::Worker worker = {start, wait, nullptr};

}  // namespace two_cores
