// The firmware's own command loop with a module written here (toy/), on a line whose time is simulated: waiting costs
// nothing. One board at a time, for what the loop wants of a board is plain functions.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "firmware/link/client.h"

namespace bitstill::tests {

class SimulatedLine : public firmware::Transport {
 public:
  SimulatedLine();
  ~SimulatedLine() override;

  Time now() override;
  size_t read(std::span<uint8_t> room, Time until) override;
  void write(std::span<const uint8_t> bytes) override;
  bool set_baud(uint32_t baud) override;
  bool reopen(Time until) override;
  bool reset_board() override;
  std::string name() const override { return "simulated"; }
  std::string advice() const override { return "there is nothing to be done"; }

  bool dead = false;                   // the board answers nothing any more
  bool gone = false;                   // and the line cannot be opened
  std::vector<uint8_t> says_at_start;  // what it prints on its own
};

// What the toy module computes.
std::vector<uint8_t> toy_outputs(std::span<const uint8_t> inputs);
uint32_t toy_checksum(std::span<const uint8_t> inputs);
std::vector<uint8_t> toy_features(std::span<const int16_t> samples);

}  // namespace bitstill::tests
