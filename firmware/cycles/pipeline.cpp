#include "firmware/cycles/pipeline.h"

#include <algorithm>
#include <bit>

namespace bitstill::firmware {

int result_latency(Work work) {
  switch (work) {
    case Work::kLoad:
      return kLoadLatency;
    case Work::kMultiply:
      return kMultiplyLatency;
    case Work::kReadSpecial:
      return kReadSpecialLatency;
    case Work::kDivide:
      return kDivideLatency;
    case Work::kFloatingPoint:
      return kFloatingPointLatency;
    default:
      return 1;
  }
}

int transfer_cycles(Work last) {
  return last == Work::kBranch || last == Work::kJump || last == Work::kLoop ? kTransferCycles : 0;
}

int Pipeline::issue(const Instruction& instruction) {
  int64_t start = now_;
  for (Registers left = instruction.reads; left != 0; left &= left - 1) {
    start = std::max(start, ready_[static_cast<size_t>(std::countr_zero(left))]);
  }
  const bool sets_accumulator = (instruction.writes & kAccumulator) != 0 && instruction.work != Work::kAccumulate;
  const int64_t done = start + 1 + (sets_accumulator ? kAccumulatorWriteCycles : 0);
  const auto wait = static_cast<int>(done - now_ - 1);
  now_ = done;
  // Address registers that a load or a multiply-accumulate also moves on come from the adder, at once.
  const bool moves_on = instruction.loads != 0;
  becomes_ready(instruction.writes & ~kAccumulator, start + (moves_on ? 1 : result_latency(instruction.work)));
  if (instruction.work == Work::kAccumulate) becomes_ready(kAccumulator, start + kAccumulatorLatency);
  becomes_ready(instruction.loads, start + kLoadLatency);
  return wait;
}

int Pipeline::transfer(Work last) {
  const int cycles = transfer_cycles(last);
  now_ += cycles;
  return cycles;
}

void Pipeline::becomes_ready(Registers registers, int64_t when) {
  for (; registers != 0; registers &= registers - 1) {
    ready_[static_cast<size_t>(std::countr_zero(registers))] = when;
  }
}

StretchCost stretch_cost(std::span<const Instruction> before, std::span<const Instruction> stretch) {
  Pipeline pipeline;
  for (const Instruction& instruction : before) pipeline.issue(instruction);
  if (!before.empty()) pipeline.transfer(before.back().work);
  StretchCost cost;
  for (const Instruction& instruction : stretch) {
    cost.waits.push_back(pipeline.issue(instruction));
    cost.cycles += 1 + cost.waits.back();
  }
  if (!stretch.empty()) cost.transfer = pipeline.transfer(stretch.back().work);
  cost.cycles += cost.transfer;
  return cost;
}

}  // namespace bitstill::firmware
