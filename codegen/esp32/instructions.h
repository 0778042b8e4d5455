// Which of the ESP32's own instructions a module may use; read by C++ and by assembly alike.
//
// BITSTILL_MAC16: the 40-bit multiply-accumulate unit, with zero-overhead loops, MIN and MAX. BITSTILL_MULSH: the upper
// half of a 32-bit product. Espressif's headers say what the core has; without them a core with the windowed ABI is
// taken for an ESP32. Elsewhere (another architecture, an ESP8266) every kernel falls back on plain C++ that computes
// the same from the same memory. Both macros may be given on the command line.
#pragma once

#if defined(__XTENSA__) && !defined(BITSTILL_MAC16)
#if __has_include(<xtensa/config/core-isa.h>)
#include <xtensa/config/core-isa.h>
#define BITSTILL_MAC16 (XCHAL_HAVE_MAC16 && XCHAL_HAVE_LOOPS && XCHAL_HAVE_MINMAX)
#elif defined(__XTENSA_WINDOWED_ABI__)
#define BITSTILL_MAC16 1
#endif
#endif

#if defined(__XTENSA__) && !defined(BITSTILL_MULSH)
#ifdef XCHAL_HAVE_MUL32_HIGH
#define BITSTILL_MULSH XCHAL_HAVE_MUL32_HIGH
#elif defined(__XTENSA_WINDOWED_ABI__)
#define BITSTILL_MULSH 1
#endif
#endif
