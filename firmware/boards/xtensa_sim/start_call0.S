// Start-up, exceptions, clock and stack measurement for cores compiled with the call0 ABI (lx106).
//
// Any exception ends the emulator with 64 plus its cause.
#include "simulator.inc"

    .section .reset, "ax"
    .global _reset
_reset:
    j       load_start
    .align  4
start_address:
    .long   start
load_start:
    l32r    a0, start_address
    jx      a0

    .section .vectors, "ax"
    .org    LX106_KERNEL_VECTOR
    j       die
    .org    LX106_USER_VECTOR
    j       die
    .align  4
die:
    end_with_cause

    .text
    .align  4
    .literal_position
start:
    movi    a0, 0x0f                // interrupts masked, PS.EXCM clear
    wsr     a0, ps
    rsync
    movi    a1, stack_top
    clear_bss
    call0   main
    end_with_result a2

    .global board_clock
    .align  4
board_clock:
    rsr     a2, 234                 // CCOUNT
    ret

    .global board_paint_stack
    .align  4
    .literal_position
    .align  4
board_paint_stack:
    paint   a1, 0
    ret

    .global board_stack_depth
    .align  4
    .literal_position
    .align  4
board_stack_depth:
    measure a1
    ret
