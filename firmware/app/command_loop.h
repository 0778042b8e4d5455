// The board's end of the protocol (firmware/protocol.md): takes requests from the line and answers them, with the
// module that check/adapter.h names. Static memory only; whatever bytes come, it goes on answering HELLO.
//
//   static CommandLoop commands;
//   for (;;) {
//     commands.poll(1);
//     if (!commands.host_uses_network()) detector_step();
//   }
//
// poll() and whatever else uses `workspace` must run in one task. The module is to be compiled with -DBITSTILL_OBSERVE.
#pragma once

#include "answer.h"
#include "frame_reader.h"
#include "layer_watch.h"
#include "live_status.h"
#include "place.h"
#include "protocol.h"
#include "request.h"

class CommandLoop {
 public:
  // Answers requests for as long as there are some, each after what it takes; waits up to `milliseconds` for the first
  // byte.
  void poll(uint32_t milliseconds);

  // Whether a host has used the network or the microphone within the last protocol::kPauseMilliseconds: the board's own
  // listening keeps its hands off both while this is so, and begins anew afterwards.
  bool host_uses_network() const;

  // What LISTEN is answered with; it is refused before this is called. Must stay where it is.
  void report(const LiveStatus& status) { live_ = &status; }

 private:
  struct Row;
  static const Row kRows[];

  void consider_frame();
  void carry_out(uint8_t command, Request request);
  void transmit();
  void send_frame(uint8_t* frame, size_t bytes, uint32_t session);
  void say_wait();
  void watch_baud();

  void hello(Request& request);
  void set_baud(Request& request);
  void input(Request& request);
  void run(Request& request);
  void output(Request& request);
  void layer_checksums(Request& request);
  void layer_dump(Request& request);
  void layer_cycles(Request& request);
  void memory(Request& request);
  void features(Request& request);
  void stream(Request& request);
  void mic_capture(Request& request);
  void power(Request& request);
  void reboot(Request& request);
  void listen(Request& request);

  void refuse(protocol::Status status) { answer_.refuse(status); }
  bool may_follow(Place::Stream stream, uint32_t position, bool begins_unit);
  void take_inputs(uint32_t offset, Request& request, size_t bytes);
  void infer(uint32_t next, layer_watch::Slice* slice);
  void add_result();
  void add_stages(Request& request, const uint32_t* values);
  void claim_network();

  FrameReader reader_;
  Answer answer_;
  Place place_;
  const LiveStatus* live_ = nullptr;
  uint32_t session_ = 0;   // 0: none yet
  uint32_t answered_ = 0;  // checksum of the request that answer_ answers
  uint32_t spoke_at_ = 0;  // in milliseconds, as all of these
  uint32_t heard_at_ = 0;
  uint32_t network_used_at_ = 0;
  uint32_t baud_wanted_ = 0;  // once the answer is sent; 0: none
  uint32_t ran_ = 0;          // the place after the last inference
  uint32_t stack_bytes_ = 0;
  uint32_t workspace_changes_ = 0;
  bool has_run_ = false;
  bool network_used_ = false;
  bool baud_raised_ = false;
  bool baud_confirmed_ = false;
  bool restart_wanted_ = false;
  uint8_t request_sequence_ = 0;
};
