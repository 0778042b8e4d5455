// The line to the host: UART0, which both USB bridges of the Core2 are wired to. No hardware flow control, as their RTS
// and DTR reset the board.
#include <driver/uart.h>
#include <freertos/FreeRTOS.h>

#include "protocol.h"
#include "serial_board.h"
#include "serial_line.h"

namespace {

constexpr uart_port_t kPort = UART_NUM_0;
constexpr int kReceiveBytes = 8192;
constexpr int kSendBytes = 2048;

TickType_t ticks(uint32_t milliseconds) { return pdMS_TO_TICKS(milliseconds); }

}  // namespace

bool serial_line::begin() {
  uart_config_t config = {};
  config.baud_rate = protocol::kFirstBaud;
  config.data_bits = UART_DATA_8_BITS;
  config.parity = UART_PARITY_DISABLE;
  config.stop_bits = UART_STOP_BITS_1;
  config.flow_ctrl = UART_HW_FLOWCTRL_DISABLE;
  config.source_clk = UART_SCLK_DEFAULT;
  return uart_driver_install(kPort, kReceiveBytes, kSendBytes, 0, nullptr, 0) == ESP_OK &&
         uart_param_config(kPort, &config) == ESP_OK;
}

// The driver would wait until it has all that is asked for: so for one byte first, then for no more than is there.
size_t board_receive(void* data, size_t room, uint32_t milliseconds) {
  if (uart_read_bytes(kPort, data, 1, ticks(milliseconds)) != 1) return 0;
  size_t there = 0;
  uart_get_buffered_data_len(kPort, &there);
  const size_t more = there < room - 1 ? there : room - 1;
  if (more == 0) return 1;
  const int got = uart_read_bytes(kPort, static_cast<uint8_t*>(data) + 1, more, 0);
  return got > 0 ? 1 + static_cast<size_t>(got) : 1;
}

void board_send(const void* data, size_t bytes) { uart_write_bytes(kPort, data, bytes); }

uint16_t board_window(void) { return kReceiveBytes; }

bool board_set_baud(uint32_t baud) {
  return uart_wait_tx_done(kPort, portMAX_DELAY) == ESP_OK && uart_set_baudrate(kPort, baud) == ESP_OK;
}
