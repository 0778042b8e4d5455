// bitstill_esp32_conv_2d_channel(const Conv2DBlock*, const int8_t* weights, const Esp32Channel*, int8_t* output):
// one output channel of a block of pixels, as kernel_esp32.h says it in C++.
//
// First the channel's weights are widened into the row: w & 0xff00ff00 and (w << 8) & 0xff00ff00 are two of them each,
// times 256, without any work for their signs. Then each pixel's patch meets the row, four products a round. A round
// multiplies and loads in the same instruction; what is loaded is used three or four instructions later, when it has
// arrived:
//
//   x (patch):  X0 = (x0, x1)   X1 = (x2, x3)   X2 = (x4, x5) ...
//   y (row):    Y0 = ( -, y0)   Y1 = (y1, y2)   Y2 = (y3, y4) ...       one half late
//
//                 multiplies                loads      first used by
//   mula.dd.lh    x0 * y0  (m0.l * m2.h)    m2 = Y2    the 4th: y3
//   mula.dd.hl    x1 * y1  (m0.h * m3.l)    m0 = X2    the 1st of the next round: x4
//   mula.dd.lh    x2 * y2  (m1.l * m3.h)    m3 = Y3    the 2nd of the next: y5
//   mula.dd.hl    x3 * y3  (m1.h * m2.l)    m1 = X3    the 3rd of the next: x6
//
// Patches lie one behind the other, so the last round has loaded the next one's X0 and X1. Behind the row y0 and Y1
// stand once more, so it has loaded the row's beginning, too: only the pointer goes back.
#include "codegen/esp32/instructions.h"
#if BITSTILL_MAC16
#include "codegen/esp32/assembly.inc"

    section_of bitstill_esp32_conv_2d_channel
.Lbytes_1_and_3:
    .long   0xff00ff00
    function bitstill_esp32_conv_2d_channel
// The row: words + 1 words of weights, two a round.
    l32i    a6, a2, 4               // block->row
    l32i    a7, a2, 8               // block->groups
    l32r    a8, .Lbytes_1_and_3
    addi    a9, a7, 2
    srli    a9, a9, 1
    loopnez a9, 1f
    l32i    a10, a3, 0
    l32i    a11, a3, 4
    addi    a3, a3, 8
    and     a12, a10, a8
    slli    a10, a10, 8
    and     a10, a10, a8
    s32i    a12, a6, 4
    s32i    a10, a6, 0
    and     a12, a11, a8
    slli    a11, a11, 8
    and     a11, a11, a8
    s32i    a12, a6, 12
    s32i    a11, a6, 8
    addi    a6, a6, 16
1:
    l32i    a3, a2, 4
    addx8   a6, a7, a3              // the row's end
    l16ui   a10, a3, 2              // y0
    l32i    a11, a3, 4              // Y1
    s16i    a10, a6, 2
    s32i    a11, a6, 4

// The channel's numbers.
    l32i    a9, a4, 8               // channel->shift
    movi    a10, 6
    sub     a10, a10, a9
    l32i    a9, a2, 20              // block->zero_point_and_half
    ssl     a10
    sll     a9, a9
    addi    a9, a9, 64              // the rounding
    addi    a10, a10, 1
    ssr     a10
    l32i    a8, a4, 4               // channel->multiplier
    l32i    a10, a4, 0              // channel->bias
    l32i    a13, a2, 12             // block->output_step
    l32i    a11, a2, 16             // block->output_bytes
    sub     a4, a5, a13             // one pixel before the output
    add     a5, a4, a11             // its last pixel
    l32i    a11, a2, 24             // block->minimum
    l32i    a12, a2, 28             // block->maximum
#if !BITSTILL_MULSH
    s32i    a11, a1, 0
    s32i    a12, a1, 4
    s32i    a13, a1, 8
#endif
    l32i    a2, a2, 0               // block->patches
    addi    a2, a2, -4              // LDINC adds first
    addi    a6, a3, -4
    ldinc   m0, a2
    ldinc   m2, a6
    ldinc   m1, a2
    ldinc   m3, a6
    mov     a3, a6

// The inner loop begins eight bytes behind the outer one, with a word, as both must; so the assembler adds no NOP.
2:  wsr     a10, 16                 // ACCLO; the sum's upper bits, in ACCHI, are not needed
    add     a4, a4, a13
    loopnez a7, 3f
    mula.dd.lh.ldinc m2, a6, m0, m2
    mula.dd.hl.ldinc m0, a2, m0, m3
    mula.dd.lh.ldinc m3, a6, m1, m3
    mula.dd.hl.ldinc m1, a2, m1, m2
3:  rsr     a14, 16
    mov     a6, a3
    multiply_high a15, a14, a8, a11, a12, a13
#if !BITSTILL_MULSH
    l32i    a11, a1, 0
    l32i    a12, a1, 4
    l32i    a13, a1, 8
#endif
    addi    a14, a9, -128
    movgez  a14, a9, a15
    add     a15, a15, a14
    sra     a15, a15
    max     a15, a15, a11
    min     a15, a15, a12
    s8i     a15, a4, 0
    bne     a4, a5, 2b
    return
#endif
