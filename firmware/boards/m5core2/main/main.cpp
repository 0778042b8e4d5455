// bitstill on the M5Stack Core2, all three of its revisions. Untested on hardware.
//
// Core 0 captures and shows, core 1 computes and answers the host; of a module for two cores, core 0 computes halves of
// layers, too. What only this board can do is in the files beside;
// the rest is in firmware/app and runs on a host, too.
#include <M5Unified.h>
#include <esp_timer.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

#include "display.h"
#include "level.h"
#include "microphone.h"
#include "other_core.h"
#include "power.h"
#include "serial_line.h"
#include "the_station.h"

namespace {

constexpr uint32_t kFrameMilliseconds = 50;
constexpr uint32_t kWordMilliseconds = 1500;  // that a word stays on the screen
constexpr uint32_t kComputeStackBytes = 16384;
constexpr UBaseType_t kComputePriority = 5;
constexpr BaseType_t kComputeCore = 1;
constexpr uint32_t kFramesPerReading = 20;  // of the power chip

constexpr bool kIsCurve = check::kInputBytes == 1 && check::kOutputBytes == 1;

bool microphone_found = false;
app::Curve curve;

uint32_t microseconds() { return static_cast<uint32_t>(esp_timer_get_time()); }

void compute(void*) {
  for (;;) the_station::station().round(1);
}

// Microphone and IMU sit on the bottom board together, and only the IMU can be asked whether it is there.
bool bottom_board_is_there() { return M5.Imu.isEnabled(); }

void begin_board() {
  auto config = M5.config();
  config.internal_mic = false;  // its clock is the speaker's word select, and its filter cannot be switched off
  config.internal_spk = false;
  M5.begin(config);
  display::begin();
}

// Before anything else uses the network.
void compute_curve() {
  app::compute(
      [](int8_t input) {
        int8_t output = 0;
        check::load(workspace::network(), &input);
        workspace::network().run();
        check::store(workspace::network(), &output);
        return output;
      },
      curve);
}

void show_notice(const char* headline, const char* first, const char* second) {
  static app::Picture picture;
  app::draw(app::Notice{headline, first, second}, picture);
  display::show(picture);
}

void show_curve() {
  const auto touch = M5.Touch.getDetail();
  static int chosen = display::kNothingChosen;
  if (touch.isPressed()) chosen = app::input_at(touch.x);
  display::show(curve, chosen);
}

#ifdef BITSTILL_HAS_LISTENER
void show_listening() {
  const Station::Detector::View& view = the_station::station().view();
  constexpr uint32_t kWordHops = kWordMilliseconds * Station::kSampleRate / 1000 / Station::kHopSamples;
  const bool heard = view.detections > 0 && view.hops_since_then < kWordHops;
  static app::Picture picture;
  app::draw(app::Listening{check::kModuleName, check::kLabels, view.scores, Station::Detector::kClasses,
                           heard ? static_cast<int>(view.word) : -1, app::decibels(view.peak), view.inference_time,
                           view.dropped},
            picture);
  display::show(picture);
}
#endif

void show() {
  if (the_station::station().host_at_work()) return show_notice(check::kModuleName, "a host is using the network", "");
  if (kIsCurve) return show_curve();
#ifdef BITSTILL_HAS_LISTENER
  if (microphone_found) return show_listening();
  return show_notice("No microphone", "Is the bottom board attached?", "It carries microphone and IMU.");
#else
  show_notice(check::kModuleName, "waits for a host at 115200 baud:", "bitstill verify RUN --on PORT");
#endif
}

}  // namespace

Station& the_station::station() {
  static Station station(microseconds);
  return station;
}

bool the_station::has_microphone() { return microphone_found; }

extern "C" void app_main() {
  begin_board();
  if (!other_core::begin()) show_notice("One core computes", "There is no memory", "for a task on the other.");
  if (!serial_line::begin()) show_notice("No serial line", "The driver refuses.", "");
  if (kIsCurve) compute_curve();
  Station& station = the_station::station();
  microphone_found = bottom_board_is_there() && microphone::begin(station.ring());
  power::refresh();
  xTaskCreatePinnedToCore(compute, "compute", kComputeStackBytes, nullptr, kComputePriority, nullptr, kComputeCore);
  for (uint32_t frame = 1;; ++frame) {
    M5.update();
    show();
    if (frame % kFramesPerReading == 0) power::refresh();
    vTaskDelay(pdMS_TO_TICKS(kFrameMilliseconds));
  }
}
