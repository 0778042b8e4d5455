// Start-up, exceptions, clock, stack measurement and semihosting for a Cortex-M4 of QEMU's machine mps2-an386.
//
// Any exception ends the emulator with 64 plus its number. The clock is the machine's first CMSDK timer: 32 bits that
// count down at 25 MHz, one every 40 ns (SysTick has 24 bits and would wrap within five million instructions).
    .syntax unified
    .cpu    cortex-m4
    .thumb

#define TIMER 0x40000000
#define TIMER_CONTROL 0
#define TIMER_VALUE 4
#define TIMER_RELOAD 8

#define PAINT 0x5aa5c33c
#define PAINTED_BYTES 65536

    .section .reset, "a"
    .global _reset
_reset:
    .word   stack_top
    .word   start + 1
    .rept   14
    .word   die + 1
    .endr

    .text
    .thumb_func
die:
    mrs     r0, ipsr
    adds    r0, #64
    bl      board_exit

    .thumb_func
start:
    ldr     r0, =bss_start
    ldr     r1, =bss_end
    movs    r2, #0
    b       2f
1:  str     r2, [r0], #4
2:  cmp     r0, r1
    blo     1b
    ldr     r0, =TIMER
    mvns    r1, r2
    str     r1, [r0, #TIMER_RELOAD]
    str     r1, [r0, #TIMER_VALUE]
    movs    r1, #1
    str     r1, [r0, #TIMER_CONTROL]
    bl      main
    bl      board_exit

    .global board_clock
    .thumb_func
board_clock:
    ldr     r0, =TIMER
    ldr     r0, [r0, #TIMER_VALUE]
    mvns    r0, r0
    bx      lr

    .global board_paint_stack
    .thumb_func
board_paint_stack:
    mov     r2, sp
    sub     r0, r2, #PAINTED_BYTES
    ldr     r1, =PAINT
1:  str     r1, [r0], #4
    cmp     r0, r2
    blo     1b
    bx      lr

    .global board_stack_depth
    .thumb_func
board_stack_depth:
    mov     r2, sp
    sub     r0, r2, #PAINTED_BYTES
    ldr     r1, =PAINT
1:  ldr     r3, [r0]
    cmp     r3, r1
    bne     2f
    adds    r0, #4
    cmp     r0, r2
    blo     1b
2:  subs    r0, r2, r0
    bx      lr

    .global semihosting_call
    .thumb_func
semihosting_call:
    bkpt    0xab
    bx      lr
