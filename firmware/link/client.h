// The host's end of the protocol (firmware/protocol.md): asks a board, again where the line loses something, and gives
// the answer or throws one sentence within the time that Patience sets.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "configs/support/error.h"
#include "firmware/app/protocol.h"
#include "firmware/link/figures.h"
#include "firmware/link/frame.h"
#include "firmware/link/transport.h"

namespace bitstill::firmware {

// The board is there and refuses. Every other trouble is a plain Error.
class Refused : public Error {
 public:
  Refused(const std::string& sentence, uint8_t status_) : Error(sentence), status(status_) {}
  uint8_t status;  // protocol::Status
};

// The board no longer has what a request builds on: it restarted, or the line broke. A new session has begun; send the
// unit again from its start.
class StartOver : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What HELLO says.
struct BoardIdentity {
  std::string board, module, artifact_sha256;
  int64_t input_bytes = 0, output_bytes = 0, layers = 0, arena_bytes = 0;
  int64_t sample_rate = 0;                                // of the microphone
  int64_t hop_samples = 0, frames = 0, coefficients = 0;  // 0 without a front-end
  int64_t window_bytes = 0;
  uint32_t cycles_per_second = 0;
  uint16_t abilities = 0;

  bool can(protocol::Ability ability) const { return (abilities & ability) != 0; }
};

struct Patience {
  Transport::Time first_repeat = std::chrono::milliseconds(300);  // of a request; each further one waits twice as long
  Transport::Time longest_repeat = std::chrono::seconds(4);
  Transport::Time silence = std::chrono::seconds(15);    // without any sign of the board
  Transport::Time reconnect = std::chrono::seconds(60);  // without a board after the line broke
  Transport::Time standstill = std::chrono::minutes(5);  // without one request carried out
};

// Bytes on the wire since the line was opened.
struct Traffic {
  int64_t sent = 0, received = 0;            // all
  int64_t sent_data = 0, received_data = 0;  // inputs and samples; outputs, features and checksums; each counted once
  int64_t frames = 0, repeated = 0, sessions = 0;

  // What of all bytes was not data: framing, acknowledgements, repetition.
  double overhead() const;
};

class Client {
 public:
  // `random` draws the numbers of sessions.
  explicit Client(std::unique_ptr<Transport> line, Patience patience = {},
                  std::mt19937 random = std::mt19937(std::random_device{}()));
  ~Client();

  // Begins a session. Throws Error where nobody answers, where what answers is not this protocol (with the text it
  // printed) or speaks another version of it, and where another board answers than before.
  const BoardIdentity& hello();
  const BoardIdentity& identity() const { return *identity_; }  // after hello()

  // Throws Error where the board carries another artifact; `remedy`: "flash it with bitstill flash runs/x".
  void require_artifact(const std::string& sha256, const std::string& remedy) const;

  // Raises the speed of both ends where both can; false where they go on as they were.
  bool raise_baud(uint32_t baud);

  // Once carried out, the answer's data. Throws Refused, StartOver, Error.
  std::vector<uint8_t> request(protocol::Command command, std::span<const uint8_t> data = {});

  BoardMemory memory();
  BoardPowerReading power();
  ListeningReport listening();
  // The samples from `position` on, which is 0 or the `next` of the chunk before; may be none for a moment.
  // stop_microphone() ends the recording. StartOver and Refused: the recording is interrupted.
  MicrophoneChunk microphone(uint32_t position, uint16_t count);
  void stop_microphone();
  void reboot();

  // For upload.h: requests several at a time.
  uint8_t next_sequence() { return sequence_++; }
  size_t send(protocol::Command command, uint8_t sequence, std::span<const uint8_t> data);  // bytes on the wire
  std::optional<BoardFrame> receive(Transport::Time until);
  // Where sending or receiving threw Disconnected: connects again and begins a session.
  void reconnect();

  Transport& line() { return *line_; }
  const Patience& patience() const { return patience_; }
  Traffic& traffic() { return traffic_; }

 private:
  std::vector<uint8_t> exchange(protocol::Command command, std::span<const uint8_t> data);
  std::vector<uint8_t> request_anyway(protocol::Command command, std::span<const uint8_t> data = {});
  const BoardIdentity& find_board();
  void draw_session();
  bool try_hello(Transport::Time until);
  bool try_raise_baud(uint32_t baud);
  void take_identity(const std::vector<uint8_t>& data);
  [[noreturn]] void give_up();

  std::unique_ptr<Transport> line_;
  Patience patience_;
  std::mt19937 random_;
  FrameFinder finder_;
  std::vector<uint8_t> received_;  // and not yet looked at, from received_at_ on
  size_t received_at_ = 0;
  Traffic traffic_;
  std::optional<BoardIdentity> identity_;
  uint32_t session_ = 0;
  uint32_t baud_ = protocol::kFirstBaud;
  uint32_t wanted_baud_ = protocol::kFirstBaud;
  uint8_t sequence_ = 0;
};

// The sentence for a status.
std::string meaning_of(uint8_t status);

}  // namespace bitstill::firmware
