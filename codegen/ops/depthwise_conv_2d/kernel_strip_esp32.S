// bitstill_esp32_depthwise_widen(const DepthwiseColumns* a2): four channels of rows and columns of the image into the strip.
#include "codegen/esp32/instructions.h"
#if BITSTILL_MAC16
#include "codegen/esp32/assembly.inc"

#define ROW_BYTES 16

// a2 image    a3 strip, a row before it    a4 rows    a5 bytes of the image's row    a6 columns    a7 bytes of a pixel
// a13 pitch    a14 from this column to the next: two bytes to an upper half, from there to the next word's lower one
    section_of bitstill_esp32_depthwise_widen
.Lbytes_1_and_3:
    .long   0xff00ff00
    function bitstill_esp32_depthwise_widen
    l32r    a12, .Lbytes_1_and_3
    mov     a8, a2
    l32i    a2, a8, 0
    l32i    a3, a8, 4
    l32i    a4, a8, 8
    l32i    a5, a8, 12
    l32i    a6, a8, 16
    l32i    a7, a8, 20
    l32i    a13, a8, 24
    movi    a14, 2
    bbci    a3, 1, 1f
    sub     a14, a13, a14
1:  addi    a3, a3, -ROW_BYTES
2:  mov     a10, a2
    mov     a11, a3
    loopnez a4, 3f
    l32i    a8, a10, 0
    add     a10, a10, a5
    addi    a11, a11, ROW_BYTES
    slli    a9, a8, 8               // channels 2, 1, 0, none
    and     a8, a8, a12             // channels 3, none, 1, none
    s16i    a9, a11, 0
    s16i    a8, a11, 4
    and     a9, a9, a12
    extui   a8, a8, 16, 16
    s16i    a8, a11, 12
    extui   a9, a9, 16, 16
    s16i    a9, a11, 8
3:  add     a2, a2, a7
    add     a3, a3, a14
    sub     a14, a13, a14
    addi    a6, a6, -1
    bnez    a6, 2b
    return
#endif
