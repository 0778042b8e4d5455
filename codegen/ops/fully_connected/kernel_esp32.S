// bitstill_esp32_fully_connected_pairs(const FullyConnectedBlock*, const int16_t* weights, const Esp32Channel*,
// int8_t* output, int32_t pairs): pairs of outputs, as kernel_esp32.h says it in C++.
//
// A half of the weights is 256 * w + u: w of the first output, u = weight + 128 of the second. The first pass multiplies
// the weights as they lie in flash, x one half late; its schedule is the one in conv_2d_esp32.S, with the weights as x
// and the inputs as y. It gives 256 * W + U. The second pass masks u out in plain registers and gives U alone:
//
//   x (inputs):  X0 = ( -, x0)   X1 = (x1, x2)   X2 = (x3, x4) ...
//
//                 multiplies                 loads      first used by
//   mula.da.hl    x0 * u0  (m0.h * a10.l)    m0 = X2    the 4th: x3
//   mula.da.lh    x1 * u1  (m1.l * a10.h)
//   mula.da.hl    x2 * u2  (m1.h * a11.l)    m1 = X3    the 2nd of the next four: x5
//   mula.da.lh    x3 * u3  (m0.l * a11.h)
//
// The words of weights are loaded seven instructions before they are masked.
#include "codegen/esp32/instructions.h"
#if BITSTILL_MAC16
#include "codegen/esp32/assembly.inc"

// A sum's upper half, its rounding added, to a value and out. a5: output, a10 and a11: minimum and maximum.
    .macro  finish high, place
    sra     \high, \high
    max     \high, \high, a10
    min     \high, \high, a11
    s8i     \high, a5, \place
    .endm

// Where a9, a channel's shift, is not a14, that of the channel before: the shift amount, and the rounding in a13. With
// one scale for all outputs that happens once. a15: block.
    .macro  change_shift
    mov     a14, a9
    movi    a13, 6
    sub     a9, a13, a9
    l32i    a13, a15, 12            // block->zero_point_and_half
    ssl     a9
    sll     a13, a13
    addi    a13, a13, 64
    addi    a9, a9, 1
    ssr     a9
    .endm

    .macro  reload_clamp
#if !BITSTILL_MULSH
    l32i    a10, a15, 16            // block->minimum
    l32i    a11, a15, 20            // block->maximum
#endif
    .endm

    section_of bitstill_esp32_fully_connected_pairs
.Lbytes_0_and_2:
    .long   0x00ff00ff
    function bitstill_esp32_fully_connected_pairs
    mov     a15, a2
    s32i    a2, a1, 0
    l32i    a7, a2, 4               // block->groups
    movi    a14, 1                  // no channel's shift

1:  l32i    a12, a15, 0             // block->inputs
    addi    a10, a3, -4             // LDINC adds first
    movi    a8, 0
    addi    a12, a12, -4
    ldinc   m0, a10
    ldinc   m2, a12
    mul.aa.ll a8, a8                // clears the accumulator
    ldinc   m1, a10
    ldinc   m3, a12
    loopnez a7, 2f
    mula.dd.lh.ldinc m2, a12, m0, m2
    mula.dd.hl.ldinc m0, a10, m0, m3
    mula.dd.lh.ldinc m3, a12, m1, m3
    mula.dd.hl.ldinc m1, a10, m1, m2
2:  l32i    a12, a15, 0
    rsr     a2, 16                  // ACCLO: 256 * W + U; the sum's upper bits, in ACCHI, are not needed

    l32r    a15, .Lbytes_0_and_2
    addi    a12, a12, -4
    ldinc   m0, a12
    ldinc   m1, a12
    mul.aa.ll a8, a8
    l32i    a8, a3, 0
    l32i    a9, a3, 4
    srli    a10, a7, 1
    loopnez a10, 3f
    and     a10, a8, a15
    mula.da.hl.ldinc m0, a12, m0, a10
    l32i    a8, a3, 8
    mula.da.lh m1, a10
    and     a11, a9, a15
    mula.da.hl.ldinc m1, a12, m1, a11
    l32i    a9, a3, 12
    mula.da.lh m0, a11
    and     a10, a8, a15
    mula.da.hl.ldinc m0, a12, m0, a10
    l32i    a8, a3, 16
    mula.da.lh m1, a10
    and     a11, a9, a15
    mula.da.hl.ldinc m1, a12, m1, a11
    l32i    a9, a3, 20
    mula.da.lh m0, a11
    addi    a3, a3, 16
3:  l32i    a15, a1, 0              // block
    rsr     a8, 16                  // U

// Both outputs: a loaded number is used three instructions later at the earliest.
    l32i    a9, a4, 0               // bias of the first
    l32i    a12, a4, 4              // its multiplier
    sub     a2, a2, a8              // 256 * W
    l32i    a10, a15, 8             // block->offset
    add     a2, a2, a9
    l32i    a9, a4, 8               // shift of the first
    slli    a8, a8, 8
    l32i    a11, a4, 12             // bias of the second
    sub     a8, a8, a10             // 256 * (U - 128 * the sum of the inputs)
    multiply_high a7, a2, a12, a9, a10, a13
    add     a8, a8, a11
#if !BITSTILL_MULSH
    l32i    a9, a4, 8
    movi    a14, 1                  // a13 is gone
#endif
    l32i    a12, a4, 16             // multiplier of the second
    l32i    a10, a15, 16            // block->minimum
    l32i    a11, a15, 20            // block->maximum
#if BITSTILL_MULSH
    bne     a9, a14, 6f
#else
    beq     a9, a14, 4f             // 6 is beyond a branch's reach
    j       6f
#endif
4:  addi    a9, a13, -128
    movgez  a9, a13, a7
    add     a7, a7, a9
    multiply_high a2, a8, a12, a9, a10, a11
    reload_clamp
    l32i    a9, a4, 20              // shift of the second
    finish  a7, 0
    bne     a9, a14, 7f
5:  addi    a9, a13, -128
    movgez  a9, a13, a2
    l32i    a7, a15, 4              // block->groups
    add     a2, a2, a9
    addi    a4, a4, 24
    finish  a2, 1
    addi    a6, a6, -1
    addi    a5, a5, 2
    bnez    a6, 1b
    return
6:  change_shift
    j       4b
7:  change_shift
    j       5b
#endif
