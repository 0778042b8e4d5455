// Where an ESP32 keeps what a module is made of, for C++ and assembly alike; nothing on other machines.
//
// Espressif's linker scripts go by the sections' names, whatever the library is called: .iram1 is instruction RAM,
// which answers at once, .ext_ram.bss external RAM behind the flash's cache (ESP-IDF:
// CONFIG_SPIRAM_ALLOW_BSS_SEG_EXTERNAL_MEMORY). Everything else stays where a compiler puts it: code and constants in
// flash, objects in internal RAM. Both macros may be given on the command line, BITSTILL_KERNELS_IN_IRAM as 0 where a
// program has no instruction RAM left.
#pragma once

#if defined(ESP_PLATFORM) && !defined(BITSTILL_KERNELS_IN_IRAM)
#define BITSTILL_KERNELS_IN_IRAM 1
#endif

// For an object with a large arena: static BITSTILL_EXTERNAL_RAM Network network;
#if defined(ESP_PLATFORM) && !defined(BITSTILL_EXTERNAL_RAM)
#define BITSTILL_EXTERNAL_RAM __attribute__((section(".ext_ram.bss")))
#elif !defined(BITSTILL_EXTERNAL_RAM)
#define BITSTILL_EXTERNAL_RAM
#endif
