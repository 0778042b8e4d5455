// bitstill_esp32_widen(const int8_t* from, int16_t* to, int32_t groups): what widen.h says, two groups a round.
#include "codegen/esp32/instructions.h"
#if BITSTILL_MAC16
#include "codegen/esp32/assembly.inc"

    section_of bitstill_esp32_widen
.Lsigns:
    .long   0x80808080
.Lbytes_0_and_2:
    .long   0x00ff00ff
    function bitstill_esp32_widen
    l32r    a5, .Lsigns
    l32r    a6, .Lbytes_0_and_2
    srli    a7, a4, 1
    loopnez a7, 1f
    l32i    a8, a2, 0
    l32i    a9, a2, 4
    addi    a2, a2, 8
    xor     a8, a8, a5              // plus 128
    and     a10, a8, a6
    srli    a8, a8, 8
    and     a8, a8, a6
    s32i    a10, a3, 0
    xor     a9, a9, a5
    s32i    a8, a3, 4
    and     a10, a9, a6
    srli    a9, a9, 8
    and     a9, a9, a6
    s32i    a10, a3, 8
    s32i    a9, a3, 12
    addi    a3, a3, 16
1:
    bbci    a4, 0, 2f
    l32i    a8, a2, 0
    xor     a8, a8, a5
    and     a10, a8, a6
    srli    a8, a8, 8
    and     a8, a8, a6
    s32i    a10, a3, 0
    s32i    a8, a3, 4
2:
    return
#endif
