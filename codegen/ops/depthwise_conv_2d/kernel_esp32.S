// Depthwise convolution, 3 by 3, of one channel on the ESP32's MAC16 unit: rows of outputs from a strip of widened rows.
//
//   bitstill_esp32_depthwise_stride_<1|2>[_any](const DepthwiseRows* a2, const int16_t* strip a3, const int8_t* weights a4,
//                                               const Esp32Channel* a5, int8_t* output a6)
//
// The strip is one of four channels: a word holds columns 2j and 2j + 1 of a row, 16 bytes further lies
// the next row, a pitch further the next two columns. The nine weights stay in registers as halves, the lower one first,
//
//   m0 = w00 w01    m1 = w10 w11    m2 = w20 w21    m3 = w02 w12    a9 = w22
//
// and so do the two columns of words under the window:
//
//   a10 a11 a12 = rows 0, 1 and 2 of the left words    a13 a14 a15 = of the right words
//
// Requantisation is that of requantize.h, with h the upper half of a sum's product with the multiplier:
//
//   output = clamp((h + (h < 0 ? -128 : 0) + rounding) >> shift).
//
// The middle term rounds halves of negative values away from zero. Where the clamp begins at the zero point it changes
// nothing. It is left out there, and where the clamp is all of int8 CLAMPS does the rest; routines ending in _any have
// both.
//
// Schedule: a product begins with MUL, which clears the sum of the one before. While the products of one output run,
// the sum of the one before goes through its requantisation in the gaps, so that MULSH has its time, and a loaded word
// is used three instructions later at the earliest.
#include "codegen/esp32/instructions.h"
#if BITSTILL_MAC16
#include "codegen/esp32/assembly.inc"

// Of what a2 points to.
#define PITCH 0
#define STEP 4
#define WIDTH 8
#define OUTPUT_BYTES 12
#define ZERO_POINT_AND_HALF 16
#define LOW 20
#define HIGH 24
// Of what a5 points to.
#define BIAS 0
#define MULTIPLIER 4
#define SHIFT 8

// Own memory, from a1.
#define RETURN_AT 0
#define ROW_AT 4
#define WIDTH_AT 8
#define COUNT_AT 12
#define END_AT 16
#define LOW_AT 20
#define HIGH_AT 24
#define SPILL_AT 28
#define LEFT_AT 44

#define ACCLO 16
#define M0 32
#define M1 33
#define M2 34
#define M3 35
#define ROW_BYTES 16

// Two weights, a byte each, as the halves of a word; SAR is 16.
    .macro  pair_weights to, first, second
    l8ui    a8, a4, \first
    l8ui    a9, a4, \second
    sext    a8, a8, 7
    sext    a9, a9, 7
    slli    a8, a8, 16
    src     \to, a9, a8
    .endm

// Weights into m0-m3 and a9, and
//   a2 free    a3 output    a4 step    a5 pitch    a6 bias    a7 multiplier    a8 rounding    SAR shift
    .macro  begin_channel any
    s32i    a0, a1, RETURN_AT
    s32i    a3, a1, ROW_AT
    ssai    16
    pair_weights a10, 0, 1
    pair_weights a11, 3, 4
    pair_weights a12, 6, 7
    pair_weights a13, 2, 5
    l8ui    a9, a4, 8
    wsr     a10, M0
    wsr     a11, M1
    wsr     a12, M2
    wsr     a13, M3
    l32i    a0, a5, SHIFT
    movi    a10, 6
    l32i    a8, a2, ZERO_POINT_AND_HALF
    l32i    a11, a2, OUTPUT_BYTES
    sub     a10, a10, a0
    sext    a9, a9, 7
    ssl     a10
    sll     a8, a8
    addi    a8, a8, 64
    addi    a10, a10, 1
    ssr     a10
    mov     a3, a6
    add     a11, a11, a3
    s32i    a11, a1, END_AT
    .if     \any
    l32i    a13, a2, LOW
    l32i    a14, a2, HIGH
    s32i    a13, a1, LOW_AT
    s32i    a14, a1, HIGH_AT
    .endif
    l32i    a11, a2, WIDTH
    l32i    a4, a2, STEP
    l32i    a6, a5, BIAS
    l32i    a7, a5, MULTIPLIER
    s32i    a11, a1, WIDTH_AT
    l32i    a5, a2, PITCH
    .endm

// The window at the left of its row, which the next time is `down` bytes further; a2 points to the right words.
    .macro  begin_row down
    l32i    a2, a1, ROW_AT
    addi    a13, a2, \down
    s32i    a13, a1, ROW_AT
    l32i    a10, a2, 0
    l32i    a11, a2, ROW_BYTES
    l32i    a12, a2, 2 * ROW_BYTES
    add     a2, a2, a5
    l32i    a13, a2, 0
    l32i    a14, a2, ROW_BYTES
    l32i    a15, a2, 2 * ROW_BYTES
    .endm

// a0 = upper half of a0 * a7.
    .macro  scale_sum
#if BITSTILL_MULSH
    mulsh   a0, a0, a7
#else
    s32i    a12, a1, SPILL_AT
    s32i    a13, a1, SPILL_AT + 4
    s32i    a14, a1, SPILL_AT + 8
    s32i    a15, a1, SPILL_AT + 12
    multiply_high a12, a0, a7, a13, a14, a15
    mov     a0, a12
    l32i    a12, a1, SPILL_AT
    l32i    a13, a1, SPILL_AT + 4
    l32i    a14, a1, SPILL_AT + 8
    l32i    a15, a1, SPILL_AT + 12
#endif
    .endm

// What stands between is done a0 times, not even once for 0. With a product in parts it is too long for a hardware loop.
    .macro  repeat end
#if BITSTILL_MULSH
    loopnez a0, \end
#else
    beqz    a0, \end
5:  s32i    a0, a1, LEFT_AT
#endif
    .endm
    .macro  again
#if !BITSTILL_MULSH
    l32i    a0, a1, LEFT_AT
    addi    a0, a0, -1
    bnez    a0, 5b
#endif
    .endm

// From the scaled sum to the value, in two steps between which something else may stand; _any destroys `free`.
    .macro  round_sum any, free
    .if     \any
    srai    \free, a0, 31
    slli    \free, \free, 7
    add     a0, a0, \free
    .endif
    add     a0, a0, a8
    .endm
    .macro  clamp_sum any, free
    .if     \any
    l32i    \free, a1, LOW_AT
    sra     a0, a0
    max     a0, a0, \free
    l32i    \free, a1, HIGH_AT
    min     a0, a0, \free
    .else
    sra     a0, a0
    clamps  a0, a0, 7
    .endif
    .endm
    .macro  store_value
    s8i     a0, a3, 0
    add     a3, a3, a4
    .endm

// Even columns: the window begins with the left words' lower halves.
    .macro  even_products
    mul.da.ll   m0, a10
    mula.da.hh  m0, a10
    mula.da.ll  m1, a11
    mula.da.hh  m1, a11
    mula.ad.ll  a12, m2
    mula.ad.hh  a12, m2
    mula.ad.ll  a13, m3
    mula.ad.lh  a14, m3
    mula.aa.ll  a15, a9
    .endm

    .macro  stride_1 any
    begin_channel \any
    srli    a11, a11, 1
    s32i    a11, a1, COUNT_AT
1:  begin_row ROW_BYTES
    l32i    a0, a1, COUNT_AT
    repeat  2f
    even_products
    rsr     a0, ACCLO
    // Odd columns: it begins with the left words' upper halves. The even column's sum is in a0.
    mul.da.lh   m0, a10
    add     a0, a0, a6
    mula.da.lh  m1, a11
    scale_sum
    mula.ad.hl  a12, m2
    l32i    a11, a2, ROW_BYTES
    l32i    a12, a2, 2 * ROW_BYTES
    mula.da.hl  m0, a13
    round_sum \any, a10
    mula.da.hl  m1, a14
    clamp_sum \any, a10
    mula.ad.lh  a15, m2
    l32i    a10, a2, 0
    s8i     a0, a3, 0
    mula.ad.hl  a13, m3
    add     a2, a2, a5
    mula.ad.hh  a14, m3
    l32i    a13, a2, 0
    mula.aa.hl  a15, a9
    add     a3, a3, a4
    l32i    a14, a2, ROW_BYTES
    rsr     a0, ACCLO
    add     a0, a0, a6
    scale_sum
    .if     \any
    round_sum 1, a15
    clamp_sum 1, a15
    l32i    a15, a2, 2 * ROW_BYTES
    .else
    l32i    a15, a2, 2 * ROW_BYTES
    round_sum 0, a15
    clamp_sum 0, a15
    .endif
    store_value
    again
2:
    l32i    a0, a1, WIDTH_AT
    extui   a0, a0, 0, 1
    beqz    a0, 3f
    even_products
    l32i    a2, a1, END_AT
    rsr     a0, ACCLO
    add     a0, a0, a6
    scale_sum
    round_sum \any, a10
    clamp_sum \any, a10
    store_value
3:  l32i    a0, a1, END_AT
    beq     a0, a3, 4f
    j       1b
4:
    l32i    a0, a1, RETURN_AT
    .endm

// One output; the left words make room for those to the right of the right ones, with which they change places.
    .macro  output_at_stride_2 any, l0, l1, l2, r0, r1, r2
    add     a2, a2, a5
    mul.da.ll   m0, \l0
    mula.da.hh  m0, \l0
    mula.da.ll  m1, \l1
    mula.da.hh  m1, \l1
    mula.ad.ll  \l2, m2
    mula.ad.hh  \l2, m2
    mula.ad.ll  \r0, m3
    mula.ad.lh  \r1, m3
    mula.aa.ll  \r2, a9
    l32i    \l0, a2, 0
    l32i    \l1, a2, ROW_BYTES
    rsr     a0, ACCLO
    add     a0, a0, a6
    scale_sum
    .if     \any
    round_sum 1, \l2
    clamp_sum 1, \l2
    l32i    \l2, a2, 2 * ROW_BYTES
    .else
    l32i    \l2, a2, 2 * ROW_BYTES
    round_sum 0, \l2
    clamp_sum 0, \l2
    .endif
    store_value
    .endm

    .macro  stride_2 any
    begin_channel \any
    srli    a11, a11, 1
    s32i    a11, a1, COUNT_AT
1:  begin_row 2 * ROW_BYTES
    l32i    a0, a1, COUNT_AT
    repeat  2f
    output_at_stride_2 \any, a10, a11, a12, a13, a14, a15
    output_at_stride_2 \any, a13, a14, a15, a10, a11, a12
    again
2:
    l32i    a0, a1, WIDTH_AT
    extui   a0, a0, 0, 1
    beqz    a0, 3f
    output_at_stride_2 \any, a10, a11, a12, a13, a14, a15
3:  l32i    a0, a1, END_AT
    beq     a0, a3, 4f
    j       1b
4:
    l32i    a0, a1, RETURN_AT
    .endm

    function bitstill_esp32_depthwise_stride_1
    stride_1 0
    return
    function bitstill_esp32_depthwise_stride_1_any
    stride_1 1
    return
    function bitstill_esp32_depthwise_stride_2
    stride_2 0
    return
    function bitstill_esp32_depthwise_stride_2_any
    stride_2 1
    return
#endif
