// Start-up, window vectors, clock and stack measurement for cores compiled with the windowed ABI (ESP32).
//
// The six window vectors move four, eight or twelve registers of a caller between the register file and its stack: the
// first four lie below the callee's stack pointer, the others below the stack pointer of the caller's caller. Any other
// exception ends the emulator with 64 plus its cause.
#include "simulator.inc"

// Registers `first` and onwards, `count` of them, to or from ascending words that start `offset` bytes from `base`.
    .macro  save_4 base, offset, r0, r1, r2, r3
    s32e    \r0, \base, \offset
    s32e    \r1, \base, \offset + 4
    s32e    \r2, \base, \offset + 8
    s32e    \r3, \base, \offset + 12
    .endm
    .macro  load_4 base, offset, r0, r1, r2, r3
    l32e    \r0, \base, \offset
    l32e    \r1, \base, \offset + 4
    l32e    \r2, \base, \offset + 8
    l32e    \r3, \base, \offset + 12
    .endm

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
vectors:
    .org    0x000                   // overflow, the frame above was entered by call4
    save_4  a5, -16, a0, a1, a2, a3
    rfwo
    .org    0x040                   // underflow, returning to a frame that used call4
    load_4  a5, -16, a0, a1, a2, a3
    rfwu
    .org    0x080                   // overflow, call8
    s32e    a0, a9, -16
    l32e    a0, a1, -12
    s32e    a1, a9, -12
    s32e    a2, a9, -8
    s32e    a3, a9, -4
    save_4  a0, -32, a4, a5, a6, a7
    rfwo
    .org    0x0c0                   // underflow, call8
    load_4  a9, -16, a0, a1, a2, a3
    l32e    a7, a1, -12
    load_4  a7, -32, a4, a5, a6, a7
    rfwu
    .org    0x100                   // overflow, call12
    s32e    a0, a13, -16
    l32e    a0, a1, -12
    s32e    a1, a13, -12
    s32e    a2, a13, -8
    s32e    a3, a13, -4
    save_4  a0, -48, a4, a5, a6, a7
    save_4  a0, -32, a8, a9, a10, a11
    rfwo
    .org    0x140                   // underflow, call12
    load_4  a13, -16, a0, a1, a2, a3
    l32e    a11, a1, -12
    load_4  a11, -48, a4, a5, a6, a7
    load_4  a11, -32, a8, a9, a10, a11
    rfwu
    .org    0x300                   // kernel exception
    j       die
    .org    0x340                   // user exception
    j       die
    .org    0x3c0                   // double exception
    j       die
    .align  4
die:
    end_with_cause

    .text
    .align  4
    .literal_position
start:
    movi    a0, 0
    wsr     a0, windowbase
    rsync
    movi    a0, 1
    wsr     a0, windowstart
    rsync
    movi    a0, 0x4000f             // windows enabled, interrupts masked, PS.EXCM clear
    wsr     a0, ps
    rsync
    movi    a0, vectors
    wsr     a0, vecbase
    rsync
    movi    a0, 0
    movi    a1, stack_top
    clear_bss
    call4   main
    end_with_result a6

    .global board_clock
    .align  4
board_clock:
    entry   a1, 16
    rsr     a2, 234                 // CCOUNT
    retw

    .global board_paint_stack
    .align  4
    .literal_position
    .align  4
board_paint_stack:
    entry   a1, 16
    addi    a8, a1, 16
    paint   a8, 16                  // the 16 bytes below a frame hold saved registers
    retw

    .global board_stack_depth
    .align  4
    .literal_position
    .align  4
board_stack_depth:
    entry   a1, 16
    addi    a8, a1, 16
    measure a8
    retw
