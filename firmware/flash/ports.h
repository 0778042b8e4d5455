// The serial ports of this machine, and which of them may be a Core2.
#pragma once

#include <string>
#include <vector>

namespace bitstill::firmware {

struct SerialPort {
  std::string name;  // "/dev/ttyUSB0"
  int vendor = 0;    // of its USB device; 0 where it has none
  int product = 0;
  std::string description = {};  // as the device calls itself
};

// Those that are there; the likely ones first.
std::vector<SerialPort> list_ports();

// The USB bridge of a Core2 that such a device is: "CP2104"; "" where it is none.
std::string core2_bridge(const SerialPort& port);

// The port to use where a person named none: the only likely one. Throws Error otherwise, with those that there are.
std::string only_likely_port(const std::vector<SerialPort>& ports);

}  // namespace bitstill::firmware
