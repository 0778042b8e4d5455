#include "firmware/link/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "firmware/link/append.h"
#include "firmware/link/data_reader.h"

namespace bitstill::firmware {
namespace {

using Time = Transport::Time;

constexpr int kRepeatsOfOneSession = 3;                         // then the board may have restarted: a new one
constexpr uint32_t kOtherBauds[] = {921600, 1500000, 2000000};  // that a board may have kept from an earlier talk
constexpr size_t kShownText = 60;

std::string hex_of(std::span<const uint8_t> bytes) {
  std::string text;
  for (const uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

std::optional<int64_t> known(uint32_t value) {
  return value == protocol::kUnknown ? std::nullopt : std::optional<int64_t>(value);
}

}  // namespace

double Traffic::overhead() const {
  const int64_t all = sent + received;
  return all == 0 ? 0 : 1 - static_cast<double>(sent_data + received_data) / static_cast<double>(all);
}

std::string meaning_of(uint8_t status) {
  constexpr const char* kMeanings[] = {"done",
                                       "it does not know this request",
                                       "the request's length does not fit its module",
                                       "it has nothing of that number",
                                       "the request is out of place",
                                       "it has none of this",
                                       "nothing has run on it",
                                       "it tried and failed"};
  return status < std::size(kMeanings) ? kMeanings[status] : fmt::format("status {}", status);
}

Client::Client(std::unique_ptr<Transport> line, Patience patience, std::mt19937 random)
    : line_(std::move(line)), patience_(patience), random_(random) {}

Client::~Client() = default;

size_t Client::send(protocol::Command command, uint8_t sequence, std::span<const uint8_t> data) {
  const auto wire = code_request(command, sequence, data, session_);
  line_->write(wire);
  traffic_.sent += static_cast<int64_t>(wire.size());
  ++traffic_.frames;
  return wire.size();
}

std::optional<BoardFrame> Client::receive(Time until) {
  for (;;) {
    while (received_at_ < received_.size()) {
      ++traffic_.received;
      if (auto frame = finder_.take(received_[received_at_++], session_)) return frame;
    }
    received_.resize(4096);
    received_at_ = received_.size();
    const size_t got = line_->read(received_, until);
    received_.resize(got);
    received_at_ = 0;
    if (got == 0) return std::nullopt;
  }
}

const BoardIdentity& Client::hello() {
  try {
    find_board();
  } catch (const Disconnected&) {
    reconnect();
  }
  return *identity_;
}

const BoardIdentity& Client::find_board() {
  const Time begin = line_->now();
  finder_.forget_text();
  draw_session();
  for (int attempt = 0; line_->now() - begin < patience_.silence; ++attempt) {
    if (try_hello(line_->now() + std::min((attempt + 1) * patience_.first_repeat, patience_.longest_repeat))) {
      return *identity_;
    }
    // Every third attempt at a speed that the board may have been left at.
    const uint32_t other = kOtherBauds[static_cast<size_t>(attempt / 3) % std::size(kOtherBauds)];
    const uint32_t baud = attempt % 3 == 1 ? other : protocol::kFirstBaud;
    if (baud != baud_ && line_->set_baud(baud)) baud_ = baud;
  }
  give_up();
}

// Session numbers are never 0, and never the last one.
void Client::draw_session() {
  const uint32_t before = session_;
  while (session_ == before || session_ == 0) session_ = static_cast<uint32_t>(random_());
}

// A late answer to an earlier HELLO of the same session will do.
bool Client::try_hello(Time until) {
  const uint8_t sequence = next_sequence();
  const uint8_t flush = 0;
  line_->write({&flush, 1});
  ++traffic_.sent;
  std::vector<uint8_t> data;
  append(data, session_);
  send(protocol::kHello, sequence, data);
  while (const auto frame = receive(until)) {
    if (frame->command != protocol::kHello || frame->status != protocol::kDone) continue;
    if (frame->data.size() < 13 || std::memcmp(frame->data.data() + 9, &session_, sizeof(session_)) != 0) continue;
    take_identity(frame->data);
    ++traffic_.sessions;
    return true;
  }
  return false;
}

void Client::take_identity(const std::vector<uint8_t>& bytes) {
  DataReader data(bytes, line_->name());
  const auto version = data.number<uint8_t>();
  if (data.text(protocol::kMagicBytes) != protocol::kMagic || version != protocol::kVersion) {
    throw Error(
        fmt::format("{}: the board speaks version {} of the protocol and this bitstill version {}; flash it anew",
                    line_->name(), version, protocol::kVersion));
  }
  data.number<uint32_t>();  // the session
  BoardIdentity board;
  board.artifact_sha256 = hex_of(data.bytes(32));
  board.input_bytes = data.number<uint32_t>();
  board.output_bytes = data.number<uint32_t>();
  board.layers = data.number<uint16_t>();
  board.arena_bytes = data.number<uint32_t>();
  board.sample_rate = data.number<uint32_t>();
  board.hop_samples = data.number<uint16_t>();
  board.frames = data.number<uint16_t>();
  board.coefficients = data.number<uint16_t>();
  board.module = data.text(protocol::kModuleNameBytes);
  board.window_bytes = data.number<uint16_t>();
  board.abilities = data.number<uint16_t>();
  board.cycles_per_second = data.number<uint32_t>();
  board.board = data.text(protocol::kBoardNameBytes);
  if (identity_ && identity_->artifact_sha256 != board.artifact_sha256) {
    throw Error(fmt::format("{}: another board answers than before (its module is {} of artifact {}); begin again",
                            line_->name(), board.module, board.artifact_sha256.substr(0, 12)));
  }
  identity_ = board;
}

void Client::give_up() {
  const std::string who = fmt::format("{}: the board does not answer within {} s", line_->name(),
                                      std::chrono::duration_cast<std::chrono::seconds>(patience_.silence).count());
  if (identity_) throw Error(fmt::format("{} any more; {}", who, line_->advice()));
  if (finder_.bytes() == 0) throw Error(fmt::format("{}; {}", who, line_->advice()));
  throw Error(
      fmt::format("{}: what is there does not speak bitstill's protocol (it says \"{}\"); put bitstill's firmware "
                  "on the board with bitstill flash",
                  line_->name(), finder_.text().substr(0, kShownText)));
}

void Client::reconnect() {
  const Time begin = line_->now();
  received_.clear();
  received_at_ = 0;
  while (line_->now() - begin < patience_.reconnect) {
    if (!line_->reopen(line_->now() + patience_.first_repeat)) continue;
    baud_ = protocol::kFirstBaud;
    try {
      find_board();
      if (wanted_baud_ != baud_) try_raise_baud(wanted_baud_);
      return;
    } catch (const Disconnected&) {
    }
  }
  throw Error(fmt::format("{}: the board has been gone for {} s; plug it in and begin again", line_->name(),
                          std::chrono::duration_cast<std::chrono::seconds>(patience_.reconnect).count()));
}

void Client::require_artifact(const std::string& sha256, const std::string& remedy) const {
  if (identity_->artifact_sha256 == sha256) return;
  throw Error(fmt::format("{}: the board carries another artifact, {} of SHA-256 {}..., where {}... is expected; {}",
                          line_->name(), identity_->module, identity_->artifact_sha256.substr(0, 12),
                          sha256.substr(0, 12), remedy));
}

std::vector<uint8_t> Client::request(protocol::Command command, std::span<const uint8_t> data) {
  try {
    return exchange(command, data);
  } catch (const Disconnected&) {
    reconnect();
    throw StartOver("the line broke");
  }
}

std::vector<uint8_t> Client::exchange(protocol::Command command, std::span<const uint8_t> data) {
  const uint8_t sequence = next_sequence();
  const Time begin = line_->now();
  Time heard = begin;
  Time wait = patience_.first_repeat;
  send(command, sequence, data);
  Time repeat_at = begin + wait;
  for (int repeats = 0;;) {
    if (line_->now() - begin > patience_.standstill || line_->now() - heard > patience_.silence) give_up();
    if (const auto frame = receive(repeat_at)) {
      heard = line_->now();
      const bool is_ours = frame->sequence == sequence;
      if (is_ours && frame->command == protocol::kWait) {
        repeat_at = heard + wait;
        repeats = 0;
      }
      if (!is_ours || frame->command != command) continue;
      if (frame->status == protocol::kDone) return frame->data;
      throw Refused(fmt::format("{}: the board refuses: {}", line_->name(), meaning_of(frame->status)), frame->status);
    }
    if (line_->now() < repeat_at) continue;
    if (++repeats > kRepeatsOfOneSession) {
      find_board();
      throw StartOver("the board did not answer within its session");
    }
    const uint8_t flush = 0;
    line_->write({&flush, 1});
    ++traffic_.sent;
    ++traffic_.repeated;
    send(command, sequence, data);
    wait = std::min(2 * wait, patience_.longest_repeat);
    repeat_at = line_->now() + wait;
  }
}

// For requests that build on nothing.
std::vector<uint8_t> Client::request_anyway(protocol::Command command, std::span<const uint8_t> data) {
  const Time begin = line_->now();
  for (;;) {
    try {
      return request(command, data);
    } catch (const StartOver&) {
      if (line_->now() - begin > patience_.standstill) give_up();
    }
  }
}

bool Client::raise_baud(uint32_t baud) {
  try {
    return try_raise_baud(baud);
  } catch (const Disconnected&) {
    reconnect();
    return baud_ == baud;
  }
}

bool Client::try_raise_baud(uint32_t baud) {
  if (!identity_->can(protocol::kCanSetBaud) || !line_->set_baud(baud_)) return false;
  std::vector<uint8_t> data;
  append(data, baud);
  try {
    exchange(protocol::kSetBaud, data);
    line_->set_baud(baud);
    baud_ = baud;
    draw_session();
    const bool heard = try_hello(line_->now() + std::chrono::milliseconds(400)) ||
                       try_hello(line_->now() + std::chrono::milliseconds(400));
    if (heard) wanted_baud_ = baud;
    if (heard) return true;
  } catch (const Refused&) {
    return false;
  } catch (const StartOver&) {
    return false;
  }
  find_board();
  return false;
}

BoardMemory Client::memory() {
  const auto bytes = request_anyway(protocol::kMemory);
  DataReader data(bytes, line_->name());
  BoardMemory memory;
  memory.arena = data.number<uint32_t>();
  memory.front_end = data.number<uint32_t>();
  memory.protocol = data.number<uint32_t>();
  memory.stack = known(data.number<uint32_t>());
  memory.free_heap = known(data.number<uint32_t>());
  memory.least_free_heap = known(data.number<uint32_t>());
  memory.largest_block = known(data.number<uint32_t>());
  return memory;
}

BoardPowerReading Client::power() {
  const auto bytes = request_anyway(protocol::kPower);
  DataReader data(bytes, line_->name());
  const auto flags = data.number<uint8_t>();
  BoardPowerReading power;
  power.battery = (flags & protocol::kBattery) != 0;
  power.charging = (flags & protocol::kCharging) != 0;
  power.bus_power = (flags & protocol::kBusPower) != 0;
  power.battery_millivolts = data.number<uint16_t>();
  power.battery_microamperes = data.number<int32_t>();
  power.bus_millivolts = data.number<uint16_t>();
  power.bus_microamperes = data.number<uint32_t>();
  return power;
}

ListeningReport Client::listening() {
  const auto bytes = request_anyway(protocol::kListen);
  DataReader data(bytes, line_->name());
  ListeningReport report;
  report.inferences = data.number<uint32_t>();
  report.dropped_hops = data.number<uint32_t>();
  report.detections = data.number<uint32_t>();
  report.word = data.number<int32_t>();
  report.score = data.number<int32_t>();
  report.inference = data.number<uint32_t>();
  report.inference_microseconds = data.number<uint32_t>();
  report.level = data.number<uint16_t>();
  for (const uint8_t score : data.rest()) report.scores.push_back(static_cast<int8_t>(score));
  return report;
}

MicrophoneChunk Client::microphone(uint32_t position, uint16_t count) {
  std::vector<uint8_t> request_data;
  append(request_data, position);
  append(request_data, count);
  const auto bytes = request(protocol::kMicCapture, request_data);
  DataReader data(bytes, line_->name());
  MicrophoneChunk chunk;
  chunk.next = data.number<uint32_t>();
  chunk.dropped = data.number<uint32_t>();
  const auto samples = data.rest();
  chunk.samples.resize(samples.size() / sizeof(int16_t));
  std::memcpy(chunk.samples.data(), samples.data(), chunk.samples.size() * sizeof(int16_t));
  return chunk;
}

void Client::stop_microphone() {
  std::vector<uint8_t> data;
  append(data, uint32_t{0});
  append(data, uint16_t{0});
  request_anyway(protocol::kMicCapture, data);
}

void Client::reboot() {
  try {
    request(protocol::kReboot);
  } catch (const StartOver&) {
    // It restarted before its answer came through.
  }
}

}  // namespace bitstill::firmware
