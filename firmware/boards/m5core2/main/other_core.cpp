#include "other_core.h"

#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>
#include <freertos/task.h>

#include "workspace.h"

#ifdef BITSTILL_HAS_WORKER
namespace {

constexpr uint32_t kStackBytes = 4096;
constexpr UBaseType_t kPriority = 5;  // above the display, below the microphone
constexpr BaseType_t kCore = 0;

// Giving and taking a semaphore also makes what one core has written visible to the other.
SemaphoreHandle_t begun, finished;
void (*task)(void*);
void* argument;

void work(void*) {
  for (;;) {
    xSemaphoreTake(begun, portMAX_DELAY);
    task(argument);
    xSemaphoreGive(finished);
  }
}

void start(void*, void (*half)(void*), void* of) {
  task = half;
  argument = of;
  xSemaphoreGive(begun);
}

void wait(void*) { xSemaphoreTake(finished, portMAX_DELAY); }

const check::Worker worker = {start, wait, nullptr};

}  // namespace

bool other_core::begin() {
  static StaticSemaphore_t begun_memory, finished_memory;
  begun = xSemaphoreCreateBinaryStatic(&begun_memory);
  finished = xSemaphoreCreateBinaryStatic(&finished_memory);
  if (xTaskCreatePinnedToCore(work, "other core", kStackBytes, nullptr, kPriority, nullptr, kCore) != pdPASS)
    return false;
  workspace::use(worker);
  return true;
}
#else
bool other_core::begin() { return true; }
#endif
