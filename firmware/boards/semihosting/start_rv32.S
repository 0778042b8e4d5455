// Start-up, exceptions, clock, stack measurement and semihosting for a 32-bit RISC-V of QEMU's machine virt.
//
// Any exception ends the emulator with 64 plus its cause. The clock is minstret, the instructions retired.

    .option arch, +zicsr

#define PAINT 0x5aa5c33c
#define PAINTED_BYTES 65536

    .section .reset, "ax"
    .global _reset
_reset:
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    la      sp, stack_top
    la      t0, die
    csrw    mtvec, t0
    la      t0, bss_start
    la      t1, bss_end
    j       2f
1:  sw      zero, 0(t0)
    addi    t0, t0, 4
2:  bltu    t0, t1, 1b
    call    main
    call    board_exit

    .text
    .balign 4
die:
    csrr    a0, mcause
    andi    a0, a0, 63
    addi    a0, a0, 64
    call    board_exit

    .global board_clock
board_clock:
    csrr    a0, minstret
    ret

    .global board_paint_stack
board_paint_stack:
    li      t0, PAINTED_BYTES
    sub     t0, sp, t0
    li      t1, PAINT
1:  sw      t1, 0(t0)
    addi    t0, t0, 4
    bltu    t0, sp, 1b
    ret

    .global board_stack_depth
board_stack_depth:
    li      t0, PAINTED_BYTES
    sub     t0, sp, t0
    li      t1, PAINT
1:  lw      t2, 0(t0)
    bne     t2, t1, 2f
    addi    t0, t0, 4
    bltu    t0, sp, 1b
2:  sub     a0, sp, t0
    ret

// The three instructions that mean a call only if they stand together, uncompressed and in one page.
    .global semihosting_call
    .balign 16                      // before norvc: what stands before may be compressed, and ld pads by twos only then
    .option push
    .option norvc
semihosting_call:
    slli    zero, zero, 0x1f
    ebreak
    srai    zero, zero, 7
    ret
    .option pop
