// The seven-stage pipeline of an ESP32's core (Xtensa LX6), as far as its timing is published: README.md has the
// sources.
//
// One instruction a cycle; an instruction waits until its operands can be had; where control goes elsewhere, cycles are
// lost. Memory answers in its usual time here: what the flash cache adds is counted apart, see flash_cache.h.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "firmware/cycles/instruction.h"

namespace bitstill::firmware {

// After how many instructions a result can be used without a wait; 1 is the very next.
constexpr int kLoadLatency = 3;
constexpr int kMultiplyLatency = 2;
constexpr int kReadSpecialLatency = 2;
constexpr int kDivideLatency = 2;
constexpr int kFloatingPointLatency = 4;
// From a multiply-accumulate to RSR; the next multiply-accumulate does not wait.
constexpr int kAccumulatorLatency = 2;

// Lost where WSR sets half of the accumulator.
constexpr int kAccumulatorWriteCycles = 3;

// Lost where a branch is taken, at jumps, calls and returns; nothing at the end of a zero-overhead loop's body.
constexpr int kTransferCycles = 3;

int result_latency(Work work);
int transfer_cycles(Work last);

class Pipeline {
 public:
  // Cycles that it takes beyond its one: it waits for its operands, or writes to the accumulator.
  int issue(const Instruction& instruction);
  // Goes elsewhere after `last`; the cycles that this loses.
  int transfer(Work last);

 private:
  void becomes_ready(Registers registers, int64_t when);

  int64_t now_ = 0;
  std::array<int64_t, kRegisters> ready_{};
};

struct StretchCost {
  int64_t cycles = 0;      // waits and the transfer at its end among them
  std::vector<int> waits;  // of each instruction
  int transfer = 0;
};

// Of instructions executed one after the other, after which control goes elsewhere; `before` is the like, executed just
// before them.
StretchCost stretch_cost(std::span<const Instruction> before, std::span<const Instruction> stretch);

}  // namespace bitstill::firmware
