#include "firmware/link/faulty_line.h"

#include <algorithm>
#include <cmath>

namespace bitstill::firmware {
namespace {

using Time = Transport::Time;

enum Kind { kDrop, kDuplicate, kChange, kDelay, kBreak, kRestart, kKinds };

constexpr uint32_t kMostBytes = 24;          // dropped or doubled at once
constexpr uint32_t kMostMilliseconds = 600;  // of delay

}  // namespace

FaultyLine::FaultyLine(std::unique_ptr<Transport> line, uint32_t seed, FaultRates rates)
    : line_(std::move(line)), random_(seed), rates_(rates), gap_(rates.first_gap), until_fault_(draw_gap()) {}

double FaultyLine::draw_gap() { return std::exponential_distribution<double>(1 / gap_)(random_); }

size_t FaultyLine::read(std::span<uint8_t> room, Time until) {
  for (;;) {
    send_what_is_due();
    if (!incoming_.empty() && incoming_.front().due <= now()) {
      std::vector<uint8_t>& bytes = incoming_.front().bytes;
      const size_t count = std::min(room.size(), bytes.size());
      std::copy_n(bytes.begin(), count, room.begin());
      bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
      if (bytes.empty()) incoming_.pop_front();
      if (count > 0) return count;
      continue;
    }
    Time next = until;
    if (!incoming_.empty()) next = std::min(next, incoming_.front().due);
    if (!outgoing_.empty()) next = std::min(next, outgoing_.front().due);
    const size_t got = line_->read(room, next);
    pass(room.first(got), incoming_);
    if (breaks_) throw Disconnected("the cable was pulled");
    if (got == 0 && now() >= until) return 0;
  }
}

void FaultyLine::write(std::span<const uint8_t> bytes) {
  pass(bytes, outgoing_);
  if (breaks_) throw Disconnected("the cable was pulled");
  send_what_is_due();
}

void FaultyLine::send_what_is_due() {
  if (breaks_) throw Disconnected("the cable is out");
  while (!outgoing_.empty() && outgoing_.front().due <= now()) {
    line_->write(outgoing_.front().bytes);
    outgoing_.pop_front();
  }
}

void FaultyLine::pass(std::span<const uint8_t> bytes, Queue& queue) {
  std::vector<uint8_t> passed;
  for (const uint8_t byte : bytes) {
    until_fault_ -= 1;
    if (until_fault_ <= 0) strike(passed, byte);
    if (breaks_) return;
    if (to_drop_ > 0) {
      --to_drop_;
    } else {
      passed.push_back(byte);
    }
  }
  Time due = now() + delay_;
  if (!queue.empty()) due = std::max(due, queue.back().due);  // bytes keep their order
  delay_ = Time(0);
  if (!passed.empty()) queue.push_back({due, std::move(passed)});
}

void FaultyLine::strike(std::vector<uint8_t>& passed, uint8_t byte) {
  ++faults_;
  gap_ = std::min(gap_ * rates_.growth, rates_.longest_gap);
  until_fault_ = draw_gap();
  switch (draw(kKinds)) {
    case kDrop:
      to_drop_ = 1 + draw(kMostBytes);
      break;
    case kDuplicate: {
      const size_t count = std::min<size_t>(passed.size(), 1 + draw(kMostBytes));
      const std::vector<uint8_t> again(passed.end() - static_cast<std::ptrdiff_t>(count), passed.end());
      passed.insert(passed.end(), again.begin(), again.end());
      break;
    }
    case kChange:
      passed.push_back(static_cast<uint8_t>(byte ^ (1 + draw(255))));
      to_drop_ = 1;
      break;
    case kDelay:
      delay_ = std::chrono::milliseconds(1 + draw(kMostMilliseconds));
      break;
    case kBreak:
      breaks_ = true;
      break;
    default:
      line_->reset_board();
  }
}

bool FaultyLine::reopen(Time until) {
  outgoing_.clear();
  incoming_.clear();
  if (!breaks_) return line_->reopen(until);
  // What was on its way is lost; the line under this one was whole all the time.
  breaks_ = false;
  std::vector<uint8_t> lost(4096);
  while (line_->read(lost, std::min(until, now() + std::chrono::milliseconds(20))) > 0 && now() < until) {
  }
  return true;
}

}  // namespace bitstill::firmware
