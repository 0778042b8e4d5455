// CRC-32 as zlib has it.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Of bytes that follow those whose CRC-32 is `before`; 0 before the first.
uint32_t crc32_of(const void* data, size_t bytes, uint32_t before = 0);
