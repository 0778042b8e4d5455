#include "microphone.h"

#include <driver/i2s_pdm.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

#include "conditioner.h"

namespace microphone {
namespace {

constexpr gpio_num_t kClock = GPIO_NUM_0;
constexpr gpio_num_t kData = GPIO_NUM_34;
constexpr int kGain = 8;  // the ESP32 has none
constexpr uint32_t kBuffers = 8;
constexpr uint32_t kBufferFrames = 320;
constexpr uint32_t kSettlingFrames = Station::kSampleRate / 5;
constexpr uint32_t kStackBytes = 4096;
constexpr UBaseType_t kPriority = 20;  // above all but the system's
constexpr BaseType_t kCore = 0;

static_assert(sizeof(app::Slots) == 4, "as the driver lays two slots of 16 bits out");

Station::Ring* ring = nullptr;
i2s_chan_handle_t channel = nullptr;
uint32_t buffers_lost = 0;  // since the last hop

// The driver had no buffer left: its oldest is gone.
bool IRAM_ATTR note_overflow(i2s_chan_handle_t, i2s_event_data_t*, void*) {
  __atomic_fetch_add(&buffers_lost, 1, __ATOMIC_RELAXED);
  return false;
}

// Waits for the frames that follow.
bool read(app::Slots* frames, size_t count) {
  size_t bytes = 0;
  const size_t wanted = count * sizeof(*frames);
  return i2s_channel_read(channel, frames, wanted, &bytes, portMAX_DELAY) == ESP_OK && bytes == wanted;
}

bool find_slot(app::Slots (&frames)[Station::kHopSamples]) {
  app::SlotChoice choice;
  for (uint32_t heard = 0; heard < kSettlingFrames; heard += Station::kHopSamples) {
    if (!read(frames, Station::kHopSamples)) continue;
    for (const app::Slots& slots : frames) choice.hear(slots);
  }
  return choice.is_left();
}

void capture(void*) {
  static app::Slots frames[Station::kHopSamples];
  static int16_t hop[Station::kHopSamples];
  const bool left = find_slot(frames);
  app::Conditioner conditioner(kGain);
  for (;;) {
    if (!read(frames, Station::kHopSamples)) continue;
    const uint32_t lost = __atomic_exchange_n(&buffers_lost, 0, __ATOMIC_RELAXED) * kBufferFrames;
    if (lost > 0) ring->lose((lost + Station::kHopSamples - 1) / Station::kHopSamples);
    for (size_t i = 0; i < Station::kHopSamples; ++i) {
      hop[i] = conditioner.push(left ? frames[i].left : frames[i].right);
    }
    ring->push(hop);
  }
}

// Both slots are read: in which of them the microphone is, and in which order single ones would come, is found out by
// listening.
bool begin_channel() {
  i2s_chan_config_t buffers = I2S_CHANNEL_DEFAULT_CONFIG(I2S_NUM_0, I2S_ROLE_MASTER);  // only I2S0 turns PDM into PCM
  buffers.dma_desc_num = kBuffers;
  buffers.dma_frame_num = kBufferFrames;
  if (i2s_new_channel(&buffers, nullptr, &channel) != ESP_OK) return false;

  i2s_pdm_rx_config_t config = {};
  config.clk_cfg = I2S_PDM_RX_CLK_DEFAULT_CONFIG(Station::kSampleRate);
  config.clk_cfg.dn_sample_mode = I2S_PDM_DSR_16S;  // the microphone's clock is 128 times the sample rate
  config.slot_cfg = I2S_PDM_RX_SLOT_DEFAULT_CONFIG(I2S_DATA_BIT_WIDTH_16BIT, I2S_SLOT_MODE_STEREO);
  config.slot_cfg.slot_mask = I2S_PDM_SLOT_BOTH;
  config.gpio_cfg.clk = kClock;
  config.gpio_cfg.din = kData;
  i2s_event_callbacks_t callbacks = {};
  callbacks.on_recv_q_ovf = note_overflow;
  return i2s_channel_init_pdm_rx_mode(channel, &config) == ESP_OK &&
         i2s_channel_register_event_callback(channel, &callbacks, nullptr) == ESP_OK &&
         i2s_channel_enable(channel) == ESP_OK;
}

}  // namespace

bool begin(Station::Ring& to) {
  ring = &to;
  if (!begin_channel()) return false;
  return xTaskCreatePinnedToCore(capture, "capture", kStackBytes, nullptr, kPriority, nullptr, kCore) == pdPASS;
}

}  // namespace microphone
