// The firmware's command loop, with the module of tests/firmware/link/toy, on a board that is nothing but memory.
#pragma once

#include <cstdint>
#include <span>

namespace bitstill::tests {

// As after a reset.
void start_board();

// Puts bytes on the line, and lets the board look at all of them.
void send_to_board(std::span<const uint8_t> bytes);

void let_time_pass(uint32_t milliseconds);

// Whether it answers the HELLO of a new session, as anything that came before must leave it able to.
bool answers_hello(uint32_t session);

}  // namespace bitstill::tests
