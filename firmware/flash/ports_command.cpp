#include "firmware/flash/ports_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "firmware/flash/ports.h"

namespace bitstill::firmware {
namespace {

std::string usb_id(const SerialPort& port) {
  return port.vendor == 0 ? "" : fmt::format("{:04x}:{:04x}", port.vendor, port.product);
}

void print_json(const std::vector<SerialPort>& ports) {
  nlohmann::json list = nlohmann::json::array();
  for (const SerialPort& port : ports) {
    list.push_back({{"port", port.name},
                    {"usb", usb_id(port)},
                    {"description", port.description},
                    {"core2_bridge", core2_bridge(port)}});
  }
  fmt::print("{}\n", list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print(const std::vector<SerialPort>& ports) {
  if (ports.empty()) {
    fmt::print(
        "no serial port; is the board plugged in, with a cable that carries data? On Linux a person must be in the "
        "group dialout.\n");
    return;
  }
  size_t width = 0;
  for (const SerialPort& port : ports) width = std::max(width, port.name.size());
  for (const SerialPort& port : ports) {
    const std::string bridge = core2_bridge(port);
    fmt::print("{:<{}}  {:9}  {}{}\n", port.name, width, usb_id(port), port.description,
               bridge.empty() ? "" : fmt::format("  <- an M5Stack Core2 has this bridge ({})", bridge));
  }
}

}  // namespace

void add_ports_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("ports", "list the serial ports, those that may be a board first");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "print the list as JSON");
  command->callback([json] {
    const auto ports = list_ports();
    *json ? print_json(ports) : print(ports);
  });
}

}  // namespace bitstill::firmware
