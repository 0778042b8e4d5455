#include "firmware/cycles/instruction.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <vector>

namespace bitstill::firmware {
namespace {

// The register that an operand names; nothing for numbers and addresses.
Registers register_of(std::string_view operand) {
  if (operand.size() < 2 || operand.size() > 3) return 0;
  int index = 0;
  const auto [end, error] = std::from_chars(operand.data() + 1, operand.data() + operand.size(), index);
  if (error != std::errc() || end != operand.data() + operand.size()) return 0;
  if (operand[0] == 'a' && index < 16) return address_register(index);
  if (operand[0] == 'm' && index < 4) return mac16_register(index);
  if (operand[0] == 'f' && index < 16) return Registers{1} << (22 + index);
  return 0;
}

struct Words {
  std::string mnemonic;
  std::vector<Registers> operands;

  Registers all() const { return from(0); }
  Registers from(size_t first) const {
    Registers registers = 0;
    for (size_t i = first; i < operands.size(); ++i) registers |= operands[i];
    return registers;
  }
  Registers at(size_t index) const { return index < operands.size() ? operands[index] : 0; }
};

Words split(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace_if(
      spaced, [](char c) { return c == ',' || c == '\t'; }, ' ');
  std::istringstream stream(spaced);
  Words words;
  stream >> words.mnemonic;
  for (std::string operand; stream >> operand;) words.operands.push_back(register_of(operand));
  return words;
}

bool is_one_of(std::string_view mnemonic, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, mnemonic) != list.end();
}

// "add.n" is "add", a form of two bytes.
std::string_view without_density(std::string_view mnemonic) {
  return mnemonic.ends_with(".n") ? mnemonic.substr(0, mnemonic.size() - 2) : mnemonic;
}

bool is_accumulating(std::string_view m) {
  return m.starts_with("mula.") || m.starts_with("muls.") || m.starts_with("mul.a") || m.starts_with("mul.d") ||
         m.starts_with("umul.aa");
}

// What RSR.x reads and WSR.x writes.
Registers special_register(std::string_view name) {
  if (name == "acclo" || name == "acchi") return kAccumulator;
  if (name == "sar") return kShiftAmount;
  return register_of(name);
}

void describe_special(Instruction& instruction, const Words& words, std::string_view m) {
  const Registers special = special_register(m.substr(4));
  if (m.starts_with("wsr")) {
    instruction.reads = words.at(0);
    instruction.writes = special;
    return;
  }
  instruction.work = Work::kReadSpecial;
  instruction.reads = special;
  instruction.writes = words.at(0);
  if (m.starts_with("xsr")) instruction.reads |= words.at(0), instruction.writes |= special;
}

void describe_accumulating(Instruction& instruction, const Words& words, std::string_view m) {
  const bool loads = m.ends_with(".ldinc") || m.ends_with(".lddec");
  instruction.work = Work::kAccumulate;
  instruction.reads = loads ? words.from(1) : words.all();
  instruction.writes = kAccumulator | (loads ? words.at(1) : 0);
  instruction.loads = loads ? words.at(0) : 0;
}

void describe(Instruction& instruction, const Words& words) {
  const std::string_view m = without_density(words.mnemonic);
  const auto set = [&](Work work, Registers reads, Registers writes) {
    instruction.work = work, instruction.reads = reads, instruction.writes = writes;
  };
  if (is_accumulating(m)) return describe_accumulating(instruction, words, m);
  if (m.starts_with("rsr.") || m.starts_with("wsr.") || m.starts_with("xsr.")) {
    return describe_special(instruction, words, m);
  }
  if (is_one_of(m, {"ldinc", "lddec"})) {
    set(Work::kLoad, words.at(1), words.at(1));
    instruction.loads = words.at(0);
    return;
  }
  if (is_one_of(m, {"l8ui", "l16ui", "l16si", "l32i", "l32r", "l32e", "l32ai", "lsi", "lsip", "lsx", "lsxp"})) {
    set(Work::kLoad, words.from(1), 0);
    instruction.loads = words.at(0);
    return;
  }
  if (is_one_of(m, {"s8i", "s16i", "s32i", "s32e", "s32ri", "s32c1i", "ssi", "ssip", "ssx", "ssxp"})) {
    return set(Work::kStore, words.all(), 0);
  }
  if (is_one_of(m, {"mull", "mul16s", "mul16u", "mulsh", "muluh"})) {
    return set(Work::kMultiply, words.from(1), words.at(0));
  }
  if (is_one_of(m, {"quos", "quou", "rems", "remu"})) return set(Work::kDivide, words.from(1), words.at(0));
  if (m.starts_with("loop")) return set(Work::kLoop, words.all(), 0);
  if (is_one_of(m, {"j", "jx", "ret", "retw", "rfwo", "rfwu", "rfe", "rfi"}) || m.starts_with("call")) {
    return set(Work::kJump, words.all(), 0);
  }
  if (m.starts_with("b") && m != "break") return set(Work::kBranch, words.all(), 0);
  if (m.ends_with(".s") && !m.starts_with("float")) return set(Work::kFloatingPoint, words.from(1), words.at(0));
  if (is_one_of(m, {"ssl", "ssr", "ssai", "ssa8l", "ssa8b"})) return set(Work::kArithmetic, words.all(), kShiftAmount);
  if (is_one_of(m, {"sll", "srl", "sra", "src"})) {
    return set(Work::kArithmetic, words.from(1) | kShiftAmount, words.at(0));
  }
  if (is_one_of(m, {"moveqz", "movnez", "movltz", "movgez"})) return set(Work::kArithmetic, words.all(), words.at(0));
  if (m == "entry") return set(Work::kArithmetic, words.at(0), words.at(0));
  set(Work::kArithmetic, words.from(1), words.at(0));
}

}  // namespace

Instruction decode(uint32_t address, uint32_t bytes, std::string_view text) {
  Instruction instruction{.address = address, .bytes = bytes, .text = std::string(text)};
  std::ranges::replace(instruction.text, '\t', ' ');
  describe(instruction, split(text));
  return instruction;
}

}  // namespace bitstill::firmware
