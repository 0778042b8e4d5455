// The host as a board: standard input and output. It counts no instructions and does not measure the stack.
#include "board.h"

#include "exit_codes.h"

#include <stdio.h>
#include <stdlib.h>

size_t board_read(void* data, size_t bytes) { return fread(data, 1, bytes, stdin); }

void board_write(const void* data, size_t bytes) {
  if (fwrite(data, 1, bytes, stdout) != bytes) board_exit(kCannotWrite);
}

uint32_t board_clock(void) { return 0; }
void board_paint_stack(void) {}
uint32_t board_stack_depth(void) { return 0; }
void board_exit(int code) { exit(code); }
