// An Xtensa instruction as the cycle model sees it: what it waits for, what it gives, what kind of work it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bitstill::firmware {

// A set of registers: a0 to a15, m0 to m3 of MAC16, its accumulator, the shift amount, f0 to f15.
using Registers = uint64_t;

constexpr Registers address_register(int index) { return Registers{1} << index; }
constexpr Registers mac16_register(int index) { return Registers{1} << (16 + index); }
constexpr Registers kAccumulator = Registers{1} << 20;
constexpr Registers kShiftAmount = Registers{1} << 21;
constexpr int kRegisters = 38;

enum class Work {
  kArithmetic,  // whatever gives its result to the next instruction
  kLoad,        // from memory, also what LDINC and MULA.DD.*.LDINC load
  kStore,
  kMultiply,    // MULL, MUL16, MULSH and the like, into an address register
  kAccumulate,  // MAC16: into the accumulator
  kDivide,
  kReadSpecial,  // RSR
  kBranch,       // conditional
  kJump,         // J, calls and returns
  kLoop,         // LOOP, LOOPNEZ, LOOPGTZ
  kFloatingPoint,
};

struct Instruction {
  uint32_t address = 0;
  uint32_t bytes = 3;
  Work work = Work::kArithmetic;
  Registers reads = 0;
  Registers writes = 0;
  Registers loads = 0;  // written, too, but only when memory answers
  std::string text;     // "add.n a2, a3, a4"
};

// From a disassembler's text, a mnemonic and its operands. Mnemonics it does not know are arithmetic that writes the
// first operand and reads the others.
Instruction decode(uint32_t address, uint32_t bytes, std::string_view text);

}  // namespace bitstill::firmware
