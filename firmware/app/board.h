// All that the check runner wants of a board: bytes in, bytes out, a clock that counts instructions, and an end.
//
// Plain C functions, so that a board may write any of them in assembly.
#pragma once

#include <stddef.h>
#include <stdint.h>

extern "C" {

// Reads up to `bytes` from the host; fewer only at the end of the input.
size_t board_read(void* data, size_t bytes);
// Writes all of `data` to the host, or ends the program.
void board_write(const void* data, size_t bytes);

// A clock that runs with the instructions executed and wraps at 2^32; a board without one returns 0.
uint32_t board_clock(void);

// Fills the free stack below the caller with a pattern; board_stack_depth() then says how many bytes below its own
// caller have been written since (0 where the board cannot tell). Both must be called from the same function.
void board_paint_stack(void);
uint32_t board_stack_depth(void);

[[noreturn]] void board_exit(int code);
}
