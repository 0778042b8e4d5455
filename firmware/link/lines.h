// Opens the line to a board that a person names.
#pragma once

#include <memory>
#include <string>

#include "firmware/link/transport.h"

namespace bitstill::firmware {

// A serial port by its path ("/dev/ttyUSB0", a pty's too), or "tcp:HOST:PORT". DTR and RTS are let go, so that the
// board's reset circuit leaves it running. Throws Error, in one sentence, where the port is missing, busy or not
// permitted.
std::unique_ptr<Transport> open_line(const std::string& port);

// Whether a word names a line and not a target: it has a slash, or begins with "tcp:".
bool names_a_line(const std::string& word);

std::unique_ptr<Transport> open_serial_line(const std::string& path);
std::unique_ptr<Transport> open_tcp_line(const std::string& name);

}  // namespace bitstill::firmware
