#include "firmware/flash/ports.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libserialport.h>

#include <algorithm>

#include "configs/support/error.h"

namespace bitstill::firmware {
namespace {

struct UsbBridge {
  int vendor, product;
  const char* name;
};

// Earlier boards have the first, later ones the second.
constexpr UsbBridge kBridges[] = {{0x10c4, 0xea60, "CP2104"}, {0x1a86, 0x55d4, "CH9102F"}};

SerialPort described_port(const sp_port* port) {
  SerialPort found{.name = sp_get_port_name(port)};
  if (sp_get_port_usb_vid_pid(port, &found.vendor, &found.product) != SP_OK) found.vendor = found.product = 0;
  const char* const text = sp_get_port_description(port);
  if (text != nullptr) found.description = text;
  return found;
}

}  // namespace

std::string core2_bridge(const SerialPort& port) {
  const auto* const bridge = std::ranges::find_if(
      kBridges, [&](const UsbBridge& b) { return b.vendor == port.vendor && b.product == port.product; });
  return bridge == std::end(kBridges) ? "" : bridge->name;
}

std::vector<SerialPort> list_ports() {
  sp_port** all = nullptr;
  if (sp_list_ports(&all) != SP_OK) throw Error("the serial ports of this machine cannot be listed");
  std::vector<SerialPort> ports;
  for (sp_port** port = all; *port != nullptr; ++port) ports.push_back(described_port(*port));
  sp_free_port_list(all);
  std::ranges::stable_partition(ports, [](const SerialPort& port) { return !core2_bridge(port).empty(); });
  return ports;
}

std::string only_likely_port(const std::vector<SerialPort>& ports) {
  std::vector<std::string> likely;
  for (const SerialPort& port : ports) {
    if (!core2_bridge(port).empty()) likely.push_back(port.name);
  }
  if (likely.size() == 1) return likely[0];
  if (likely.empty()) throw Error("no board found: plug it in, or name its port with --port (see bitstill ports)");
  throw Error(fmt::format("{} may all be the board: name one with --port", fmt::join(likely, ", ")));
}

}  // namespace bitstill::firmware
