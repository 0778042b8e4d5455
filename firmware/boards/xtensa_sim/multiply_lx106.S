// 64-bit multiplication for the lx106, whose libgcc leaves it to the ESP8266's boot ROM.
//
// The low words' product needs its upper half, which MULL does not give; it is put together from four 16-bit products:
// (a1 a0) * (b1 b0) = a1*b1 << 32 + (a1*b0 + a0*b1) << 16 + a0*b0. No sum below can overflow a word.
    .section .text.__muldi3, "ax"
    .global __muldi3
    .type   __muldi3, @function
    .align  4
__muldi3:                           // a3:a2 * a5:a4 -> a3:a2
    mull    a3, a3, a4
    mull    a5, a5, a2
    add     a3, a3, a5              // what the upper words add
    extui   a6, a2, 16, 16          // a1
    extui   a7, a4, 16, 16          // b1
    mul16u  a8, a6, a7
    add     a3, a3, a8
    mul16u  a6, a6, a4              // a1*b0
    mul16u  a7, a7, a2              // a0*b1
    mul16u  a8, a2, a4              // a0*b0
    extui   a8, a8, 16, 16
    add     a6, a6, a8
    extui   a8, a6, 16, 16
    add     a3, a3, a8
    extui   a6, a6, 0, 16
    add     a6, a6, a7
    extui   a6, a6, 16, 16
    add     a3, a3, a6
    mull    a2, a2, a4
    ret
    .size   __muldi3, . - __muldi3

    .section .text.__umulsidi3, "ax"
    .global __umulsidi3
    .type   __umulsidi3, @function
    .align  4
__umulsidi3:                        // a2 * a3 -> a3:a2, unsigned
    mov     a4, a3
    movi    a3, 0
    movi    a5, 0
    j       __muldi3
    .size   __umulsidi3, . - __umulsidi3
