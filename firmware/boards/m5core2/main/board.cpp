// The Core2 as the command loop sees it: what it is called, its clocks, memory, power and microphone.
#include "board.h"

#include <M5Unified.h>
#include <esp_cpu.h>
#include <esp_heap_caps.h>
#include <esp_system.h>
#include <esp_timer.h>
#include <freertos/FreeRTOS.h>
#include <freertos/idf_additions.h>
#include <freertos/task.h>

#include "latest.h"
#include "power.h"
#include "protocol.h"
#include "serial_board.h"
#include "the_station.h"

namespace {

constexpr uint8_t kPaint = 0xa5;
constexpr size_t kSavedBytes = 64;  // below a frame, where windows of registers are saved

app::Latest<BoardPower> latest_power;

int32_t microamperes(int32_t milliamperes) { return milliamperes * 1000; }

}  // namespace

const char* board_name(void) { return "m5core2"; }

uint16_t board_abilities(void) {
  const bool microphone = the_station::has_microphone();
  return protocol::kCanSetBaud | protocol::kKnowsPower | protocol::kCanReboot |
         (microphone ? protocol::kHasMicrophone : 0);
}

uint32_t board_clock(void) { return esp_cpu_get_cycle_count(); }
uint32_t board_clock_hz(void) { return CONFIG_ESP_DEFAULT_CPU_FREQ_MHZ * 1000000u; }
uint32_t board_milliseconds(void) { return static_cast<uint32_t>(esp_timer_get_time() / 1000); }

// Between the end of the stack and the frame of whoever paints, which no other task uses.
[[gnu::noinline]] void board_paint_stack(void) {
  const auto* const frame = static_cast<const uint8_t*>(__builtin_frame_address(0)) - kSavedBytes;
  for (volatile uint8_t* at = pxTaskGetStackStart(nullptr); at < frame; ++at) *at = kPaint;
}

[[gnu::noinline]] uint32_t board_stack_depth(void) {
  const auto* const frame = static_cast<const uint8_t*>(__builtin_frame_address(0));
  const uint8_t* at = pxTaskGetStackStart(nullptr);
  while (at < frame && *at == kPaint) ++at;
  return static_cast<uint32_t>(frame - at);
}

BoardHeap board_heap(void) {
  constexpr uint32_t kInternal = MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT;
  return {heap_caps_get_free_size(kInternal), heap_caps_get_minimum_free_size(kInternal),
          heap_caps_get_largest_free_block(kInternal)};
}

bool board_microphone_start(uint32_t sample_rate) {
  if (!the_station::has_microphone() || sample_rate != Station::kSampleRate) return false;
  the_station::station().microphone().start();
  return true;
}

size_t board_microphone_read(int16_t* samples, size_t count, uint32_t milliseconds) {
  for (const uint32_t start = board_milliseconds(); board_milliseconds() - start < milliseconds; vTaskDelay(1)) {
    const size_t got = the_station::station().microphone().take(samples, count);
    if (got > 0) return got;
  }
  return 0;
}

uint32_t board_microphone_dropped(void) { return the_station::station().microphone().dropped(); }
void board_microphone_stop(void) { the_station::station().microphone().stop(); }

// The AXP2101 of revision 1.1 does not measure what comes from the bus.
void power::refresh() {
  const bool axp192 = M5.Power.getType() == m5::Power_Class::pmic_axp192;
  const int16_t bus = M5.Power.getVBUSVoltage();
  const int16_t battery = M5.Power.getBatteryVoltage();
  BoardPower now = {};
  now.battery_millivolts = battery > 0 ? static_cast<uint16_t>(battery) : 0;
  now.bus_millivolts = bus > 0 ? static_cast<uint16_t>(bus) : 0;
  now.battery_microamperes = microamperes(M5.Power.getBatteryCurrent());
  if (axp192) now.bus_microamperes = static_cast<uint32_t>(M5.Power.Axp192.getVBUSCurrent() * 1000);
  if (now.battery_millivolts > 0) now.flags |= protocol::kBattery;
  if (M5.Power.isCharging() == m5::Power_Class::is_charging) now.flags |= protocol::kCharging;
  if (now.bus_millivolts > 0) now.flags |= protocol::kBusPower;
  latest_power.publish(now);
}

bool board_power(BoardPower* power) {
  *power = latest_power.read();
  return true;
}

void board_reboot(void) { esp_restart(); }
