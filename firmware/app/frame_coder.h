// Puts the COBS coding on a frame. `send` is called with pieces of what goes on the wire, the ending zero included.
#pragma once

#include "protocol.h"

// The pieces lie on the stack for the length of the call.
template <class Send>
void send_coded(const uint8_t* frame, size_t bytes, Send&& send) {
  uint8_t piece[256];
  size_t held = 0;
  for (size_t at = 0;;) {
    size_t length = 0;
    while (at + length < bytes && length < 254 && frame[at + length] != 0) ++length;
    if (held + 1 + length + 1 > sizeof(piece)) {
      send(piece, held);
      held = 0;
    }
    piece[held++] = static_cast<uint8_t>(length + 1);
    for (size_t i = 0; i < length; ++i) piece[held++] = frame[at + i];
    at += length;
    if (at == bytes) break;
    if (length < 254) ++at;  // the zero that the block stands for
  }
  piece[held++] = 0;
  send(piece, held);
}
