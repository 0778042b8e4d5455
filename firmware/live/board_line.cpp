#include "firmware/live/board_line.h"

#include <fmt/format.h>

#include "configs/support/error.h"
#include "firmware/flash/ports.h"
#include "firmware/link/lines.h"

namespace bitstill::firmware {
namespace {

constexpr uint32_t kSoundBaud = 921600;

}  // namespace

std::unique_ptr<Client> connect_for_sound(const std::string& port) {
  auto client = std::make_unique<Client>(open_line(port.empty() ? only_likely_port(list_ports()) : port));
  client->hello();
  const bool fast = client->raise_baud(kSoundBaud);
  if (!fast && client->identity().can(protocol::kCanSetBaud)) {
    throw Error(
        fmt::format("{}: the line stays at {} baud, and the microphone's {} bytes a second need {}; is the cable good?",
                    client->line().name(), protocol::kFirstBaud, 2 * client->identity().sample_rate, kSoundBaud));
  }
  return client;
}

}  // namespace bitstill::firmware
