// A line that lies, for practice: bytes are dropped, doubled, changed and delayed, the line breaks, the board restarts;
// the same seed and the same bytes give the same faults.
#pragma once

#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "firmware/link/transport.h"

namespace bitstill::firmware {

struct FaultRates {
  double first_gap = 300;       // bytes between faults, on average, at first; so that short talks get some, too
  double growth = 1.3;          // of the gap with every fault
  double longest_gap = 40'000;  // and no further
};

class FaultyLine : public Transport {
 public:
  FaultyLine(std::unique_ptr<Transport> line, uint32_t seed, FaultRates rates = {});

  Time now() override { return line_->now(); }
  size_t read(std::span<uint8_t> room, Time until) override;
  void write(std::span<const uint8_t> bytes) override;
  bool set_baud(uint32_t baud) override { return line_->set_baud(baud); }
  bool reopen(Time until) override;
  bool reset_board() override { return line_->reset_board(); }
  std::string name() const override { return line_->name(); }
  std::string advice() const override { return line_->advice(); }

  int64_t faults() const { return faults_; }

 private:
  // What one direction does to the bytes that pass.
  struct Held {
    Time due;
    std::vector<uint8_t> bytes;
  };
  using Queue = std::deque<Held>;

  void pass(std::span<const uint8_t> bytes, Queue& queue);
  void strike(std::vector<uint8_t>& passed, uint8_t byte);
  void send_what_is_due();
  double draw_gap();
  uint32_t draw(uint32_t below) { return std::uniform_int_distribution<uint32_t>(0, below - 1)(random_); }

  std::unique_ptr<Transport> line_;
  std::mt19937 random_;
  FaultRates rates_;
  double gap_;  // the average now
  double until_fault_;
  int64_t faults_ = 0;
  Time delay_{0};  // of what passes from now on, until it is there
  uint32_t to_drop_ = 0;
  bool breaks_ = false;
  Queue outgoing_, incoming_;
};

}  // namespace bitstill::firmware
