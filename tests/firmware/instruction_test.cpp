// What the cycle model reads out of a disassembler's text.
#include "firmware/cycles/instruction.h"

#include <gtest/gtest.h>

namespace bitstill::firmware {
namespace {

constexpr Registers a(int index) { return address_register(index); }
constexpr Registers m(int index) { return mac16_register(index); }

void expect(const char* text, Work work, Registers reads, Registers writes, Registers loads = 0) {
  const Instruction instruction = decode(0, 3, text);
  EXPECT_EQ(instruction.work, work) << text;
  EXPECT_EQ(instruction.reads, reads) << text;
  EXPECT_EQ(instruction.writes, writes) << text;
  EXPECT_EQ(instruction.loads, loads) << text;
}

TEST(Instruction, ArithmeticWritesTheFirstRegisterAndReadsTheOthers) {
  expect("add.n\ta2, a3, a15", Work::kArithmetic, a(3) | a(15), a(2));
  expect("extui\ta8, a9, 16, 16", Work::kArithmetic, a(9), a(8));
  expect("movi\ta8, 10", Work::kArithmetic, 0, a(8));
  expect("clamps a8, a9, 7", Work::kArithmetic, a(9), a(8));
  expect("movgez a8, a9, a10", Work::kArithmetic, a(8) | a(9) | a(10), a(8));
}

TEST(Instruction, ShiftsReadTheAmountThatOthersWrite) {
  expect("ssr a6", Work::kArithmetic, a(6), kShiftAmount);
  expect("sra a2, a3", Work::kArithmetic, a(3) | kShiftAmount, a(2));
  expect("src a2, a3, a4", Work::kArithmetic, a(3) | a(4) | kShiftAmount, a(2));
}

TEST(Instruction, LoadsAndStores) {
  expect("l8ui a8, a2, 0", Work::kLoad, a(2), 0, a(8));
  expect("l32r a8, 0x3000", Work::kLoad, 0, 0, a(8));
  expect("ldinc m2, a3", Work::kLoad, a(3), a(3), m(2));
  expect("s32i.n a8, a1, 4", Work::kStore, a(8) | a(1), 0);
}

TEST(Instruction, Products) {
  expect("mull a8, a2, a3", Work::kMultiply, a(2) | a(3), a(8));
  expect("mul16s a8, a2, a3", Work::kMultiply, a(2) | a(3), a(8));
  expect("mulsh a8, a2, a3", Work::kMultiply, a(2) | a(3), a(8));
  expect("mula.dd.hl m0, m3", Work::kAccumulate, m(0) | m(3), kAccumulator);
  expect("mula.da.ll m0, a9", Work::kAccumulate, m(0) | a(9), kAccumulator);
  expect("mul.aa.ll a2, a3", Work::kAccumulate, a(2) | a(3), kAccumulator);
  expect("mula.dd.lh.ldinc m2, a6, m0, m2", Work::kAccumulate, a(6) | m(0) | m(2), kAccumulator | a(6), m(2));
}

TEST(Instruction, SpecialRegisters) {
  expect("rsr.acclo a14", Work::kReadSpecial, kAccumulator, a(14));
  expect("wsr.acchi a10", Work::kArithmetic, a(10), kAccumulator);
  expect("rsr.ccount a2", Work::kReadSpecial, 0, a(2));
}

TEST(Instruction, WhatTransfersControl) {
  expect("bltu a2, a3, 0x30d6", Work::kBranch, a(2) | a(3), 0);
  expect("bnez.n a5, 0x36a9", Work::kBranch, a(5), 0);
  expect("loopnez a4, 0x315d", Work::kLoop, a(4), 0);
  expect("callx8 a8", Work::kJump, a(8), 0);
  expect("retw.n", Work::kJump, 0, 0);
}

}  // namespace
}  // namespace bitstill::firmware
