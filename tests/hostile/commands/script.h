// Any bytes as something to do to a board, so that a fuzzer finds its way past the checksums: each step is a byte that
// says what it is, and what follows of it.
#pragma once

#include <cstdint>
#include <span>

namespace bitstill::tests {

// Starts the board, begins session 1, and plays the script: frames with right checksums, noise, frames with a changed
// byte, time. Bytes that are not there are zeros.
void play(std::span<const uint8_t> script);

}  // namespace bitstill::tests
