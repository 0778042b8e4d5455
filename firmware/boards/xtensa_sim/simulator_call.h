// A call of the simulator around QEMU's Xtensa machines.
#pragma once

#include <stddef.h>

enum SimulatorCall : int { kSimulatorExit = 1, kSimulatorRead = 3, kSimulatorWrite = 4 };

// The call's number and arguments in a2 ... a5, its result in a2, an error number in a3.
inline int simulator_call(SimulatorCall number, int argument, const void* data, size_t bytes) {
  register int a2 asm("a2") = number;
  register int a3 asm("a3") = argument;
  register const void* a4 asm("a4") = data;
  register size_t a5 asm("a5") = bytes;
  asm volatile(".byte 0x00, 0x51, 0x00" : "+a"(a2), "+a"(a3) : "a"(a4), "a"(a5) : "memory");
  return a2;
}
