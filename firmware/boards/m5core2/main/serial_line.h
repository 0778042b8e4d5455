// The line to the host.
#pragma once

namespace serial_line {

// To be called once before board_receive() and board_send().
bool begin();

}  // namespace serial_line
