// Nothing here takes long; small is what it should be.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("Os")
#endif

#include "command_loop.h"

#include "crc32.h"
#include "frame_coder.h"
#include "layer_watch.h"
#include "serial_board.h"
#include "workspace.h"

using namespace protocol;

namespace {

constexpr uint32_t kInputBytes = check::kInputBytes;
constexpr bool kOutputsFit = check::kOutputBytes <= kMostOutputs;
constexpr size_t kResultBytes = (kOutputsFit ? check::kOutputBytes : 0) + sizeof(uint32_t);
constexpr size_t kNextBytes = sizeof(uint32_t);
constexpr uint8_t kAny = 255;

#ifdef BITSTILL_HAS_FEATURES
using check::Features;
constexpr uint32_t kHopSamples = Features::kHopSamples;
constexpr uint32_t kClipHops = Features::kFrames + Features::kHops - 1;
constexpr uint32_t kClipSamples = kClipHops * kHopSamples;
constexpr uint32_t kSampleRate = Features::kSampleRate;
static_assert(Features::kFrames * Features::kCoefficients == check::kInputBytes, "features are the network's input");
#else
constexpr uint32_t kSampleRate = kPlainSampleRate;
#endif

uint32_t sum_of(uint32_t session, const uint8_t* frame, size_t bytes) {
  return crc32_of(frame, bytes, crc32_of(&session, sizeof(session)));
}

constexpr uint8_t nibble(char digit) { return static_cast<uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10); }

// What HELLO says of the module, known when this is compiled.
struct ModuleIdentity {
  uint8_t bytes[kModuleIdentityBytes] = {};
  size_t count = 0;

  constexpr void add(uint32_t value, size_t size) {
    for (size_t i = 0; i < size; ++i, value >>= 8) bytes[count++] = static_cast<uint8_t>(value);
  }
};

constexpr ModuleIdentity module_identity() {
  ModuleIdentity identity;
  for (const char* digit = check::kArtifactSha256; *digit != 0; digit += 2) {
    identity.add(static_cast<uint32_t>(nibble(digit[0]) << 4 | nibble(digit[1])), 1);
  }
  identity.add(kInputBytes, 4);
  identity.add(check::kOutputBytes, 4);
  identity.add(check::kLayers, 2);
  identity.add(check::kArenaBytes, 4);
  identity.add(kSampleRate, 4);
#ifdef BITSTILL_HAS_FEATURES
  identity.add(Features::kHopSamples, 2);
  identity.add(Features::kFrames, 2);
  identity.add(Features::kCoefficients, 2);
#else
  identity.add(0, 6);
#endif
  for (const char* letter = check::kModuleName; *letter != 0 && identity.count < kModuleIdentityBytes; ++letter) {
    identity.add(static_cast<uint8_t>(*letter), 1);
  }
  return identity;
}

constexpr ModuleIdentity kModuleIdentity = module_identity();

}  // namespace

struct CommandLoop::Row {
  Command command;
  uint8_t least_bytes, most_bytes;  // of data; kAny: up to the end of the frame
  bool uses_network;
  void (CommandLoop::*carry_out)(Request&);
};

const CommandLoop::Row CommandLoop::kRows[] = {
    {kHello, 4, 4, false, &CommandLoop::hello},
    {kSetBaud, 4, 4, false, &CommandLoop::set_baud},
    {kInput, 4, kAny, true, &CommandLoop::input},
    {kRun, 4, kAny, true, &CommandLoop::run},
    {kOutput, 4, 4, true, &CommandLoop::output},
    {kLayerChecksums, 2, 2, true, &CommandLoop::layer_checksums},
    {kLayerDump, 10, kAny, true, &CommandLoop::layer_dump},
    {kLayerCycles, 2, 2, true, &CommandLoop::layer_cycles},
    {kMemory, 0, 0, false, &CommandLoop::memory},
    {kFeatures, 4, kAny, true, &CommandLoop::features},
    {kStream, 4, kAny, true, &CommandLoop::stream},
    {kMicCapture, 6, 6, true, &CommandLoop::mic_capture},
    {kPower, 0, 0, false, &CommandLoop::power},
    {kReboot, 0, 0, false, &CommandLoop::reboot},
    {kListen, 0, 0, false, &CommandLoop::listen},
};

void CommandLoop::poll(uint32_t milliseconds) {
  watch_baud();
  uint8_t piece[64];
  for (size_t got; (got = board_receive(piece, sizeof(piece), milliseconds)) > 0; milliseconds = 0) {
    for (size_t i = 0; i < got; ++i) {
      if (reader_.take(piece[i])) consider_frame();
    }
  }
}

bool CommandLoop::host_uses_network() const {
  return network_used_ && board_milliseconds() - network_used_at_ < kPauseMilliseconds;
}

void CommandLoop::consider_frame() {
  const uint8_t* const frame = reader_.frame();
  const size_t bytes = reader_.bytes() - kChecksumBytes;
  uint32_t stated = 0;
  memcpy(&stated, frame + bytes, sizeof(stated));
  const bool is_hello = frame[0] == kHello;
  if (!is_hello && session_ == 0) return;
  if (sum_of(is_hello ? 0 : session_, frame, bytes) != stated) return;
  heard_at_ = spoke_at_ = board_milliseconds();
  baud_confirmed_ = true;
  if (stated != answered_ || answer_.size() == 0) {
    answered_ = stated;
    request_sequence_ = frame[1];
    answer_.begin(frame[0], frame[1]);
    carry_out(frame[0], Request(frame + kHeadBytes, bytes - kHeadBytes));
  }
  transmit();
}

void CommandLoop::carry_out(uint8_t command, Request request) {
  for (const Row& row : kRows) {
    if (row.command != command) continue;
    const bool too_long = row.most_bytes != kAny && request.left() > row.most_bytes;
    if (request.left() < row.least_bytes || too_long) return refuse(kWrongLength);
    if (row.uses_network) claim_network();
    (this->*row.carry_out)(request);
    if (row.uses_network) workspace_changes_ = workspace::changes();
    return;
  }
  refuse(kNoSuchCommand);
}

void CommandLoop::transmit() {
  const bool is_hello = answer_.frame()[0] == (kHello | kAnswer);
  send_frame(answer_.frame(), answer_.size(), is_hello ? 0 : session_);
  if (restart_wanted_) board_reboot();
  restart_wanted_ = false;
  if (baud_wanted_ == 0) return;
  baud_raised_ = board_set_baud(baud_wanted_) && baud_wanted_ != kFirstBaud;
  baud_confirmed_ = false;
  baud_wanted_ = 0;
  heard_at_ = board_milliseconds();
}

// There must be room for the checksum behind the frame.
void CommandLoop::send_frame(uint8_t* frame, size_t bytes, uint32_t session) {
  const uint32_t sum = sum_of(session, frame, bytes);
  memcpy(frame + bytes, &sum, sizeof(sum));
  send_coded(frame, bytes + sizeof(sum), board_send);
  spoke_at_ = board_milliseconds();
}

void CommandLoop::say_wait() {
  if (board_milliseconds() - spoke_at_ < kWaitMilliseconds) return;
  uint8_t frame[kHeadBytes + kChecksumBytes] = {kWait, request_sequence_};
  send_frame(frame, kHeadBytes, session_);
}

void CommandLoop::watch_baud() {
  if (!baud_raised_) return;
  const uint32_t limit = baud_confirmed_ ? kQuietMilliseconds : kBaudMilliseconds;
  if (board_milliseconds() - heard_at_ < limit) return;
  board_set_baud(kFirstBaud);
  baud_raised_ = false;
}

// Another user of the module's memory leaves nothing of what a host had put there.
void CommandLoop::claim_network() {
  network_used_ = true;
  network_used_at_ = board_milliseconds();
  if (workspace_changes_ == workspace::changes()) return;
  place_.forget();
  has_run_ = false;
}

bool CommandLoop::may_follow(Place::Stream stream, uint32_t position, bool begins_unit) {
  if (place_.accepts(stream, position, begins_unit)) return true;
  refuse(kOutOfPlace);
  answer_.number(place_.next());
  return false;
}

void CommandLoop::hello(Request& request) {
  const auto session = request.number<uint32_t>();
  if (session == 0) return refuse(kOutOfRange);
  session_ = session;
  place_.forget();
  has_run_ = false;
  stack_bytes_ = 0;
  uint16_t abilities = board_abilities();
  if (live_ != nullptr) abilities |= kListens;
#ifdef BITSTILL_HAS_FEATURES
  abilities |= kCanMakeFeatures;
#endif
#ifdef BITSTILL_HAS_LISTENER
  abilities |= kCanStream;
#endif
  answer_.number(kVersion);
  answer_.bytes(kMagic, kMagicBytes);
  answer_.number(session);
  answer_.bytes(kModuleIdentity.bytes, kModuleIdentityBytes);
  answer_.number(board_window());
  answer_.number(abilities);
  answer_.number(board_clock_hz());
  answer_.text(board_name(), kBoardNameBytes);
}

void CommandLoop::set_baud(Request& request) {
  const auto baud = request.number<uint32_t>();
  if ((board_abilities() & kCanSetBaud) == 0) return refuse(kUnsupported);
  if (baud < kFirstBaud || baud > kMostBaud) return refuse(kOutOfRange);
  baud_wanted_ = baud;
}

void CommandLoop::input(Request& request) {
  const auto position = request.number<uint32_t>();
  const uint32_t offset = position % kInputBytes;
  const auto bytes = static_cast<uint32_t>(request.left());
  if (bytes > kInputBytes - offset) return refuse(kWrongLength);
  if (!may_follow(Place::kInputs, position, offset == 0)) return;
  take_inputs(offset, request, bytes);
  place_.go_to(Place::kInputs, position + bytes);
  answer_.number(position + bytes);
}

void CommandLoop::run(Request& request) {
  const auto position = request.number<uint32_t>();
  uint32_t offset = position % kInputBytes;
  const auto bytes = static_cast<uint32_t>(request.left());
  const uint32_t inferences = (offset + bytes) / kInputBytes;
  const bool ends_a_sample = (offset + bytes) % kInputBytes == 0;
  if (inferences == 0 || !ends_a_sample || inferences * kResultBytes > answer_.room() - kNextBytes) {
    return refuse(kWrongLength);
  }
  if (!may_follow(Place::kInputs, position, offset == 0)) return;
  answer_.number(position + bytes);
  for (uint32_t at = position; request.left() > 0 || offset > 0; offset = 0) {
    const uint32_t part = kInputBytes - offset;
    take_inputs(offset, request, part);
    at += part;
    infer(at, nullptr);
    add_result();
  }
  place_.go_to(Place::kInputs, position + bytes);
}

void CommandLoop::layer_dump(Request& request) {
  const auto position = request.number<uint32_t>();
  const size_t stage = request.number<uint16_t>();
  const size_t from = request.number<uint32_t>();
  const uint32_t offset = position % kInputBytes;
  const auto bytes = static_cast<uint32_t>(request.left());
  if (offset + bytes != kInputBytes) return refuse(kWrongLength);
  if (stage >= layer_watch::kStages) return refuse(kOutOfRange);
  if (!may_follow(Place::kInputs, position, offset == 0)) return;
  take_inputs(offset, request, bytes);
  place_.go_to(Place::kInputs, position + bytes);
  answer_.number(position + bytes);
  layer_watch::Slice slice = {stage, from, answer_.end(), answer_.room(), 0, 0};
  infer(position + bytes, &slice);
  answer_.extend(slice.taken);
  if (from > slice.stage_bytes) refuse(kOutOfRange);
}

void CommandLoop::take_inputs(uint32_t offset, Request& request, size_t bytes) {
  size_t begin = 0;  // of the part in the stream of all inputs
  for (size_t i = 0; i < check::kInputs; ++i) {
    const check::Part part = check::input(workspace::network(), i);
    const size_t end = begin + part.bytes;
    if (offset < end && bytes > 0) {
      const size_t count = bytes < end - offset ? bytes : end - offset;
      memcpy(part.data + (offset - begin), request.at(), count);
      request.skip(count);
      bytes -= count;
      offset += static_cast<uint32_t>(count);
    }
    begin = end;
  }
}

// The first inference of a session also finds out how much stack it takes; both calls must be made here.
void CommandLoop::infer(uint32_t next, layer_watch::Slice* slice) {
  const bool is_first = stack_bytes_ == 0;
  if (is_first) board_paint_stack();
  const auto at_work = [](void* self) { static_cast<CommandLoop*>(self)->say_wait(); };
  layer_watch::run(workspace::network(), slice, at_work, this);
  if (is_first) stack_bytes_ = board_stack_depth();
  has_run_ = true;
  ran_ = next;
}

void CommandLoop::add_result() {
  if (kOutputsFit) {
    for (size_t i = 0; i < check::kOutputs; ++i) {
      const check::ConstPart part = check::output(workspace::network(), i);
      answer_.bytes(part.data, part.bytes);
    }
  }
  answer_.number(layer_watch::checksum());
}

void CommandLoop::output(Request& request) {
  const size_t offset = request.number<uint32_t>();
  if (!has_run_) return refuse(kNothingRan);
  if (offset > check::kOutputBytes) return refuse(kOutOfRange);
  answer_.number(ran_);
  size_t begin = 0;
  for (size_t i = 0; i < check::kOutputs; ++i) {
    const check::ConstPart part = check::output(workspace::network(), i);
    const size_t from = offset > begin ? offset - begin : 0;
    if (from < part.bytes) {
      const size_t count = part.bytes - from < answer_.room() ? part.bytes - from : answer_.room();
      answer_.bytes(part.data + from, count);
    }
    begin += part.bytes;
  }
}

void CommandLoop::add_stages(Request& request, const uint32_t* values) {
  const size_t first = request.number<uint16_t>();
  if (!has_run_) return refuse(kNothingRan);
  if (first >= layer_watch::kStages) return refuse(kOutOfRange);
  answer_.number(ran_);
  for (size_t stage = first; stage < layer_watch::kStages; ++stage) answer_.number(values[stage]);
}

void CommandLoop::layer_checksums(Request& request) { add_stages(request, layer_watch::checksums); }
void CommandLoop::layer_cycles(Request& request) { add_stages(request, layer_watch::cycles); }

void CommandLoop::memory(Request&) {
  const BoardHeap heap = board_heap();
  answer_.number(static_cast<uint32_t>(check::kArenaBytes));
  answer_.number(static_cast<uint32_t>(workspace::bytes() - check::kArenaBytes));
  answer_.number(static_cast<uint32_t>(sizeof(CommandLoop) + layer_watch::kStaticBytes));
  answer_.number(stack_bytes_ == 0 ? kUnknown : stack_bytes_);
  answer_.number(heap.free);
  answer_.number(heap.least_free);
  answer_.number(heap.largest_block);
}

#ifdef BITSTILL_HAS_FEATURES
// Samples of a stream, cut into hops. `offset` is how many came before.
template <class PushHop>
static void for_each_hop(uint32_t offset, Request& request, PushHop&& push_hop) {
  int16_t(&hop)[kHopSamples] = workspace::hop();
  while (request.left() > 0) {
    const size_t held = offset % kHopSamples;
    const size_t there = request.left() / sizeof(int16_t);
    const size_t count = there < kHopSamples - held ? there : kHopSamples - held;
    memcpy(hop + held, request.at(), count * sizeof(int16_t));
    request.skip(count * sizeof(int16_t));
    offset += static_cast<uint32_t>(count);
    if (held + count == kHopSamples) push_hop(hop, offset / kHopSamples - 1);
  }
}

void CommandLoop::features(Request& request) {
  const auto position = request.number<uint32_t>();
  const uint32_t offset = position % kClipSamples;
  const auto samples = static_cast<uint32_t>(request.left() / sizeof(int16_t));
  const uint32_t end = offset + samples;
  const uint32_t frames = end / kHopSamples - offset / kHopSamples;  // at most
  const size_t wanted = frames * Features::kCoefficients + (end == kClipSamples ? kResultBytes : 0);
  if (request.left() % sizeof(int16_t) != 0 || samples > kClipSamples - offset) return refuse(kWrongLength);
  if (wanted > answer_.room() - kNextBytes) return refuse(kWrongLength);
  if (!may_follow(Place::kClips, position, offset == 0)) return;

  Features& front_end = workspace::features();
  if (offset == 0) {
    front_end.reset();
    layer_watch::cycles[0] = 0;
  }
  int8_t* const inputs = check::input(workspace::network(), 0).data;
  answer_.number(position + samples);
  for_each_hop(offset, request, [&](const int16_t(&hop)[kHopSamples], uint32_t index) {
    const uint32_t row = index < Features::kHops - 1 ? 0 : index - (static_cast<uint32_t>(Features::kHops) - 1);
    auto& frame = *reinterpret_cast<int8_t(*)[Features::kCoefficients]>(inputs + row * Features::kCoefficients);
    const uint32_t start = board_clock();
    const bool complete = front_end.push(hop, frame);
    layer_watch::cycles[0] += board_clock() - start;
    if (complete) answer_.bytes(frame, sizeof(frame));
    say_wait();
  });
  place_.go_to(Place::kClips, position + samples);
  if (end != kClipSamples) return;
  infer(position + samples, nullptr);
  add_result();
}
#else
void CommandLoop::features(Request&) { refuse(kUnsupported); }
#endif

#ifdef BITSTILL_HAS_LISTENER
void CommandLoop::stream(Request& request) {
  using check::Listener;
  const auto position = request.number<uint32_t>();
  const auto samples = static_cast<uint32_t>(request.left() / sizeof(int16_t));
  const size_t inferences = (samples / kHopSamples + 1) / Listener::kInferenceEvery + 1;  // at most
  constexpr size_t kRecordBytes = 3 * sizeof(uint32_t) + check::kOutputBytes;
  if (request.left() % sizeof(int16_t) != 0) return refuse(kWrongLength);
  if (inferences * kRecordBytes > answer_.room() - kNextBytes) return refuse(kWrongLength);
  if (!may_follow(Place::kListening, position, position == 0)) return;

  Listener& listener = workspace::listener();
  has_run_ = false;
  if (position == 0) listener.reset();
  answer_.number(position + samples);
  for_each_hop(position, request, [&](const int16_t(&hop)[kHopSamples], uint32_t) {
    const uint32_t before = listener.inferences();
    check::Detection detection = {kNothingHeard, 0, 0};
    listener.push(hop, detection);
    say_wait();
    if (listener.inferences() == before) return;
    answer_.number(before);
    answer_.number(static_cast<int32_t>(detection.word));
    answer_.number(static_cast<int32_t>(detection.score));
    answer_.bytes(listener.scores(), check::kOutputBytes);
  });
  place_.go_to(Place::kListening, position + samples);
}
#else
void CommandLoop::stream(Request&) { refuse(kUnsupported); }
#endif

void CommandLoop::mic_capture(Request& request) {
  const auto position = request.number<uint32_t>();
  size_t count = request.number<uint16_t>();
  if ((board_abilities() & kHasMicrophone) == 0) return refuse(kUnsupported);
  if (!may_follow(Place::kMicrophone, position, position == 0 || count == 0)) return;
  constexpr size_t kHeadOfSamples = kNextBytes + sizeof(uint32_t);
  size_t got = 0;
  if (count == 0) {
    board_microphone_stop();
    place_.forget();
  } else {
    const bool goes_on = place_.is_in(Place::kMicrophone) && place_.next() == position;
    if (!goes_on && !board_microphone_start(kSampleRate)) return refuse(kFailed);
    const size_t room = (answer_.room() - kHeadOfSamples) / sizeof(int16_t);
    auto* const samples = reinterpret_cast<int16_t*>(answer_.end() + kHeadOfSamples);
    got = board_microphone_read(samples, count < room ? count : room, kMicrophoneMilliseconds);
    place_.go_to(Place::kMicrophone, position + static_cast<uint32_t>(got));
  }
  answer_.number(position + static_cast<uint32_t>(got));
  answer_.number(board_microphone_dropped());
  answer_.extend(got * sizeof(int16_t));
}

void CommandLoop::power(Request&) {
  BoardPower power = {};
  if ((board_abilities() & kKnowsPower) == 0) return refuse(kUnsupported);
  if (!board_power(&power)) return refuse(kFailed);
  answer_.number(power.flags);
  answer_.number(power.battery_millivolts);
  answer_.number(power.battery_microamperes);
  answer_.number(power.bus_millivolts);
  answer_.number(power.bus_microamperes);
}

void CommandLoop::reboot(Request&) {
  if ((board_abilities() & kCanReboot) == 0) return refuse(kUnsupported);
  restart_wanted_ = true;
}

void CommandLoop::listen(Request&) {
  if (live_ == nullptr) return refuse(kUnsupported);
  answer_.number(live_->inferences);
  answer_.number(live_->dropped_hops);
  answer_.number(live_->detections);
  answer_.number(live_->word);
  answer_.number(live_->score);
  answer_.number(live_->inference);
  answer_.number(live_->inference_microseconds);
  answer_.number(live_->level);
  if (kOutputsFit) answer_.bytes(live_->scores, sizeof(live_->scores));
}
