// A line to a board: bytes out, bytes in, and the time that passes while waiting for them.
//
// Time belongs to the line, so that a simulated line lets none pass for real.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace bitstill::firmware {

// The other end is gone: a pulled cable, a process that ended.
class Disconnected : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Transport {
 public:
  using Time = std::chrono::microseconds;  // since some moment

  virtual ~Transport() = default;

  virtual Time now() = 0;

  // Waits for bytes until `until` and takes those that are there; 0 where none came. Throws Disconnected.
  virtual size_t read(std::span<uint8_t> room, Time until) = 0;

  // All of them, as far as the line is concerned. Throws Disconnected.
  virtual void write(std::span<const uint8_t> bytes) = 0;

  // Of this end. False where the line has no speed (a pty, a socket): then the board's is left alone, too.
  virtual bool set_baud(uint32_t baud) = 0;

  // Tries once to be connected again, at the speed it had first. False: not there (yet), `until` at the latest.
  virtual bool reopen(Time until) = 0;

  // Restarts the board, as its reset button would. False where this line cannot.
  virtual bool reset_board() { return false; }

  // For messages: "/dev/ttyUSB0", "board:xtensa_sim".
  virtual std::string name() const = 0;

  // What to try where the board does not answer, after "name: ".
  virtual std::string advice() const = 0;
};

}  // namespace bitstill::firmware
