#include "firmware/link/upload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace bitstill::firmware {
namespace {

using Time = Transport::Time;

// Takes `next` off an answer; false where it is not the one expected.
bool take_next(std::vector<uint8_t>& data, uint32_t expected) {
  uint32_t next = 0;
  if (data.size() < sizeof(next)) return false;
  std::memcpy(&next, data.data(), sizeof(next));
  data.erase(data.begin(), data.begin() + sizeof(next));
  return next == expected;
}

}  // namespace

uint32_t Positions::take(Client& client, int64_t length, int64_t unit) {
  next_ = (next_ + unit - 1) / unit * unit;
  if (next_ + length > UINT32_MAX) {
    client.hello();
    next_ = 0;
  }
  const auto position = static_cast<uint32_t>(next_);
  next_ += length;
  return position;
}

void Uploader::run(const NextUnit& next, const UnitDone& done) {
  longest_answer_ = Time(0);
  for (;;) {
    bool answered = false;
    try {
      while (send_more(next)) {
      }
      if (in_flight_.empty()) return;
      answered = take_answer();
      if (!answered) wait_until_quiet();
    } catch (const Disconnected&) {
      client_.reconnect();
    }
    if (!answered) redo(unit_to_send_ + (frame_to_send_ > 0 ? 1 : 0));
    while (unit_to_send_ > 0 && under_way_[0].answers.size() == under_way_[0].frames.size()) {
      finish(under_way_[0], done);
      under_way_.pop_front();
      --unit_to_send_;
      for (InFlight& flying : in_flight_) --flying.unit;
    }
  }
}

// False where the board's window is full or nothing is left to send.
bool Uploader::send_more(const NextUnit& next) {
  if (unit_to_send_ == under_way_.size()) {
    auto unit = next();
    if (!unit) return false;
    unit->answers.clear();
    under_way_.push_back(std::move(*unit));
  }
  const UploadUnit& unit = under_way_[unit_to_send_];
  const UploadFrame& frame = unit.frames[frame_to_send_];
  size_t flying = frame.data.size() + 12;  // about what it takes on the wire
  for (const InFlight& sent : in_flight_) flying += sent.wire_bytes;
  if (!in_flight_.empty() && flying > static_cast<size_t>(client_.identity().window_bytes)) return false;
  if (in_flight_.empty()) answered_at_ = client_.line().now();
  const uint8_t sequence = client_.next_sequence();
  in_flight_.push_back({sequence, unit_to_send_, frame_to_send_, 0});
  const bool was_last = ++frame_to_send_ == unit.frames.size();
  if (was_last) {
    ++unit_to_send_;
    frame_to_send_ = 0;
  }
  in_flight_.back().wire_bytes = client_.send(frame.command, sequence, frame.data);
  return true;
}

// False where something was lost: an answer is missing, or too late, or the board did not take what was sent.
bool Uploader::take_answer() {
  const Patience& patience = client_.patience();
  const Time wait = longest_answer_ == Time(0)
                        ? patience.longest_repeat
                        : std::min(4 * longest_answer_ + patience.first_repeat, patience.longest_repeat);
  const Time begin = client_.line().now();
  Time heard = begin;
  while (auto frame = client_.receive(heard + wait)) {
    const auto sent = std::ranges::find(in_flight_, frame->sequence, &InFlight::sequence);
    if (client_.line().now() - begin > patience.standstill) return false;
    if (sent == in_flight_.end()) continue;
    heard = client_.line().now();
    if (frame->command == protocol::kWait) continue;
    UploadUnit& unit = under_way_[sent->unit];
    const UploadFrame& asked = unit.frames[sent->frame];
    const bool in_order = sent == in_flight_.begin() && frame->command == asked.command;
    if (!in_order || frame->status == protocol::kOutOfPlace) return false;
    if (frame->status != protocol::kDone) {
      throw Refused(fmt::format("{}: the board refuses: {}", client_.line().name(), meaning_of(frame->status)),
                    frame->status);
    }
    if (!take_next(frame->data, asked.next)) return false;
    unit.answers.push_back(std::move(frame->data));
    in_flight_.pop_front();
    longest_answer_ = std::max(longest_answer_, heard - answered_at_);
    answered_at_ = heard;
    return true;
  }
  return false;
}

// Lets the board come to the end of what it was sent, so that its memory for frames that wait is free again.
void Uploader::wait_until_quiet() {
  const Time begin = client_.line().now();
  const Time quiet = 2 * client_.patience().first_repeat;
  while (const auto frame = client_.receive(client_.line().now() + quiet)) {
    const bool was_last = !in_flight_.empty() && frame->sequence == in_flight_.back().sequence;
    if (was_last && frame->command != protocol::kWait) return;
    if (client_.line().now() - begin > client_.patience().standstill) return;
  }
}

// Of the first `units` under way those that are not answered, one frame at a time.
void Uploader::redo(size_t units) {
  in_flight_.clear();
  for (size_t i = 0; i < units; ++i) {
    if (under_way_[i].answers.size() < under_way_[i].frames.size()) run(under_way_[i]);
  }
  unit_to_send_ = units;
  frame_to_send_ = 0;
}

void Uploader::run(UploadUnit& unit, const std::function<void(size_t)>& sent) {
  Time progress = client_.line().now();
  size_t farthest = 0;
  for (;;) {
    unit.answers.clear();
    try {
      for (const UploadFrame& frame : unit.frames) {
        auto data = client_.request(frame.command, frame.data);
        if (!take_next(data, frame.next)) throw StartOver("the answer is to something else");
        unit.answers.push_back(std::move(data));
        if (unit.answers.size() <= farthest) continue;
        farthest = unit.answers.size();
        progress = client_.line().now();
        if (sent) sent(farthest);
      }
      return;
    } catch (const StartOver&) {
    } catch (const Refused& refused) {
      if (refused.status != protocol::kOutOfPlace) throw;
    }
    if (client_.line().now() - progress > client_.patience().standstill) {
      throw Error(
          fmt::format("{}: the line loses too much: nothing whole came through within {} s; try another cable, or "
                      "a lower speed with --baud",
                      client_.line().name(),
                      std::chrono::duration_cast<std::chrono::seconds>(client_.patience().standstill).count()));
    }
  }
}

void Uploader::finish(UploadUnit& unit, const UnitDone& done) {
  Traffic& traffic = client_.traffic();
  for (const UploadFrame& frame : unit.frames) traffic.sent_data += frame.payload;
  for (const auto& answer : unit.answers) traffic.received_data += static_cast<int64_t>(answer.size());
  done(unit);
}

}  // namespace bitstill::firmware
