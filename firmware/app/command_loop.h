// The board's end of the protocol (firmware/protocol.md): takes requests from the line and answers them, with the
// module that check/adapter.h names. Static memory only; whatever bytes come, it goes on answering HELLO.
//
//   static CommandLoop commands;
//   for (;;) {
//     commands.poll(1);
//     if (!commands.host_uses_network()) detector_step();
//   }
//
// poll() and whatever else uses `workspace` must run in one task.
#pragma once

#include "live_status.h"
#include "protocol.h"

class CommandLoop {
 public:
  // Answers requests for as long as some have come, each after what it takes; waits up to `milliseconds` for a first
  // byte.
  void poll(uint32_t milliseconds);

  // Whether a host has used the network or the microphone within the last protocol::kPauseMilliseconds: the board's own
  // listening keeps its hands off both while this is so, and begins anew (reset) afterwards.
  bool host_uses_network() const;

  // What LISTEN is answered with; nothing before this is called. Must stay where it is.
  void report(const LiveStatus& status) { live_ = &status; }

 private:
  const LiveStatus* live_ = nullptr;
};
