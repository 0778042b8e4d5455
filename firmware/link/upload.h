// Sends units (samples, clips) to a board, several frames at a time, and gives what it answers to each, whatever the
// line does: a unit whose answers do not all come is sent once more from its start, frame by frame.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "firmware/link/client.h"

namespace bitstill::firmware {

struct UploadFrame {
  protocol::Command command = protocol::kRun;
  std::vector<uint8_t> data;  // position first
  uint32_t next = 0;          // what the answer must begin with
  int64_t payload = 0;        // bytes of inputs or samples in it
};

// All of what a board is to take in one go, and what it answered: each frame's data after `next`.
struct UploadUnit {
  int64_t number = 0;  // the caller's
  std::vector<UploadFrame> frames;
  std::vector<std::vector<uint8_t>> answers;
};

// Where a board's streams of inputs and of clips stand. Within a session no place is used for two contents.
class Positions {
 public:
  // The place of the next `length` of a stream of units of `unit` each; a new session begins where 32 bits are used up.
  uint32_t take(Client& client, int64_t length, int64_t unit);

 private:
  int64_t next_ = 0;
};

using NextUnit = std::function<std::optional<UploadUnit>()>;
using UnitDone = std::function<void(UploadUnit&)>;

class Uploader {
 public:
  explicit Uploader(Client& client) : client_(client) {}

  // Asks `next` for units until it has none, and gives each, answered, to `done` in the same order. Throws Refused,
  // Error; what `done` was given stays done.
  void run(const NextUnit& next, const UnitDone& done);

  // One unit, one frame at a time; `sent(n)` after the first n frames were answered.
  void run(UploadUnit& unit, const std::function<void(size_t)>& sent = {});

 private:
  struct InFlight {
    uint8_t sequence;
    size_t unit, frame;  // of under_way_
    size_t wire_bytes;
  };

  bool send_more(const NextUnit& next);
  bool take_answer();
  void wait_until_quiet();
  void redo(size_t units);
  void finish(UploadUnit& unit, const UnitDone& done);

  Client& client_;
  std::deque<UploadUnit> under_way_;
  std::deque<InFlight> in_flight_;
  size_t frame_to_send_ = 0, unit_to_send_ = 0;
  Transport::Time answered_at_{0}, longest_answer_{0};
};

}  // namespace bitstill::firmware
