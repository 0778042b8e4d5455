// Depthwise convolution of one channel with a kernel of any size: all rows of outputs that a strip gives.
//
//   bitstill_esp32_depthwise_any(const DepthwiseRows* a2, const int16_t* strip a3, const DepthwiseRuns* a4,
//                                const Esp32Channel* a5, int8_t* output a6)
//
// Runs of the strip meet runs of weights, four products a round. A round multiplies and loads in the same instruction;
// what is loaded is used three or four instructions later, when it has arrived:
//
//   x (strip):    X0 = (x0, x1)   X1 = (x2, x3)   X2 = (x4, x5) ...
//   y (weights):  Y0 = ( -, y0)   Y1 = (y1, y2)   Y2 = (y3, y4) ...       one half late
//
//                 multiplies                loads      first used by
//   mula.dd.lh    x0 * y0  (m0.l * m2.h)    m2 = Y2    the 4th: y3
//   mula.dd.hl    x1 * y1  (m0.h * m3.l)    m0 = X2    the 1st of the next round: x4
//   mula.dd.lh    x2 * y2  (m1.l * m3.h)    m3 = Y3    the 2nd of the next: y5
//   mula.dd.hl    x3 * y3  (m1.h * m2.l)    m1 = X3    the 3rd of the next: x6
//
// The weights of a window are one stream, so what a run's last round has loaded of them begins the next run; of the
// strip the next run's words are loaded anew.
#include "codegen/esp32/instructions.h"
#if BITSTILL_MAC16
#include "codegen/esp32/assembly.inc"

// Of DepthwiseRows.
#define PITCH 0
#define STEP 4
#define WIDTH 8
#define OUTPUT_BYTES 12
#define ZERO_POINT_AND_HALF 16
#define LOW 20
#define HIGH 24
// Of DepthwiseRuns.
#define ROW_BYTES 0
#define STRIDE 4
#define FOURS 8
#define EVEN_RUNS 12
#define ODD_RUNS 16
#define EVEN 20
#define ODD 24
// Of Esp32Channel.
#define BIAS 0
#define MULTIPLIER 4
#define SHIFT 8
// Own memory, from a1.
#define RETURN_AT 0
#define ROW_AT 4
#define RUNS_AT 8
#define ROWS_AT 12
#define END_AT 16
#define LOW_AT 20
#define HIGH_AT 24
#define SPILL_AT 28

#define ACCLO 16

    function bitstill_esp32_depthwise_any
    s32i    a0, a1, RETURN_AT
    s32i    a4, a1, RUNS_AT
    addi    a3, a3, -4              // LDINC adds first
    s32i    a3, a1, ROW_AT
    l32i    a9, a2, OUTPUT_BYTES
    l32i    a10, a2, LOW
    l32i    a11, a2, HIGH
    add     a9, a9, a6
    s32i    a10, a1, LOW_AT
    s32i    a11, a1, HIGH_AT
    s32i    a9, a1, END_AT

    l32i    a9, a5, SHIFT
    movi    a10, 6
    l32i    a8, a2, ZERO_POINT_AND_HALF
    sub     a10, a10, a9
    ssl     a10
    sll     a8, a8
    addi    a8, a8, 64
    addi    a10, a10, 1
    ssr     a10
    l32i    a7, a5, MULTIPLIER
    l32i    a5, a5, BIAS
    l32i    a9, a4, FOURS
    l32i    a4, a2, STEP
    mov     a3, a6
    s32i    a2, a1, ROWS_AT

// a3 output    a4 step    a5 bias    a7 multiplier    a8 rounding    a9 fours    SAR shift
// a12 the window's column    a6 its weights    a2 its next word    a11 its runs to come    a0 from run to run
1:  movi    a12, 0
2:  extui   a13, a12, 0, 1
    l32i    a14, a1, RUNS_AT
    l32i    a15, a1, ROWS_AT
    l32i    a2, a1, ROW_AT
    addx4   a13, a13, a14
    l32i    a0, a15, PITCH
    l32i    a6, a13, EVEN
    l32i    a11, a13, EVEN_RUNS
    srli    a10, a12, 1
    mull    a10, a10, a0
    addi    a6, a6, -4
    ldinc   m2, a6
    ldinc   m3, a6
    add     a2, a2, a10
    slli    a10, a9, 3
    addi    a10, a10, 8             // so far a run takes the pointer
    sub     a0, a0, a10
    wsr     a5, ACCLO
3:  ldinc   m0, a2
    ldinc   m1, a2
    addi    a11, a11, -1
    loopnez a9, 4f
    mula.dd.lh.ldinc m2, a6, m0, m2
    mula.dd.hl.ldinc m0, a2, m0, m3
    mula.dd.lh.ldinc m3, a6, m1, m3
    mula.dd.hl.ldinc m1, a2, m1, m2
4:  add     a2, a2, a0
    bnez    a11, 3b
    l32i    a13, a14, STRIDE
    l32i    a14, a15, WIDTH
    rsr     a0, ACCLO
    add     a12, a12, a13
#if BITSTILL_MULSH
    mulsh   a0, a0, a7
#else
    multiply_high a10, a0, a7, a2, a6, a11
    mov     a0, a10
#endif
    l32i    a10, a1, LOW_AT
    l32i    a11, a1, HIGH_AT
    srai    a15, a0, 31
    slli    a15, a15, 7
    add     a0, a0, a8
    add     a0, a0, a15
    sra     a0, a0
    max     a0, a0, a10
    min     a0, a0, a11
    mull    a13, a13, a14           // the column behind the last
    s8i     a0, a3, 0
    add     a3, a3, a4
    beq     a12, a13, 5f
    j       2b
5:  l32i    a13, a1, RUNS_AT
    l32i    a2, a1, ROW_AT
    l32i    a13, a13, ROW_BYTES
    l32i    a14, a1, END_AT
    add     a2, a2, a13
    s32i    a2, a1, ROW_AT
    beq     a3, a14, 6f
    j       1b
6:  l32i    a0, a1, RETURN_AT
    return
#endif
