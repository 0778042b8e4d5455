// The host's end of the protocol (firmware/protocol.md): asks a board, again where the line loses something, and gives
// the answer or throws one sentence within the time that Patience sets.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "configs/support/error.h"
#include "firmware/app/protocol.h"
#include "firmware/link/transport.h"

namespace bitstill::firmware {

// The board is there and refuses, or says what no board of this protocol says. Everything else is an Error.
class Refused : public Error {
 public:
  Refused(const std::string& sentence, protocol::Status status_) : Error(sentence), status(status_) {}
  protocol::Status status;
};

// The board forgot what a request built on: it restarted, or another program spoke to it. Begin again; the client has
// begun a new session already.
class StartOver : public Error {
 public:
  using Error::Error;
};

// What HELLO says.
struct BoardIdentity {
  std::string board, module, artifact_sha256;
  int64_t input_bytes = 0, output_bytes = 0, layers = 0, arena_bytes = 0;
  int64_t sample_rate = 0, hop_samples = 0, frames = 0, coefficients = 0;  // 0 without a front-end
  int64_t window_bytes = 0;
  uint32_t cycles_per_second = 0;
  uint16_t abilities = 0;

  bool can(protocol::Ability ability) const { return (abilities & ability) != 0; }
};

struct Patience {
  Transport::Time first_repeat{300};  // of a request that is not answered; each further one waits twice as long
  Transport::Time longest_repeat{4000};
  Transport::Time silence{15000};    // without any sign of the board: give up
  Transport::Time reconnect{60000};  // without a board after the line broke: give up
};

// Bytes on the wire since the line was opened.
struct Traffic {
  int64_t sent = 0, received = 0;            // all
  int64_t sent_data = 0, received_data = 0;  // of requests and answers carried out: inputs, samples, outputs, checksums
  int64_t frames_sent = 0, repeated = 0, sessions = 0;
};

struct BoardMemory;  // firmware/link/figures.h
struct BoardPowerReading;
struct MicrophoneChunk;
struct ListeningReport;

class Client {
 public:
  explicit Client(std::unique_ptr<Transport> line, Patience patience = {});
  ~Client();

  // Begins a session. Throws Error where nobody answers, where what answers is not this protocol (the text it printed
  // is in the message) or speaks another version of it.
  const BoardIdentity& hello();
  const BoardIdentity& identity() const;

  // Throws Error, naming both, where the board carries another artifact: the command is what to run then.
  void require_artifact(const std::string& sha256, const std::string& what_to_do) const;

  // Raises the speed of both ends where both can; false where they go on as they were.
  bool raise_baud(uint32_t baud);

  // One request with one answer's data, after the status. Throws Refused, StartOver, Error.
  std::vector<uint8_t> request(protocol::Command command, std::span<const uint8_t> data = {});

  BoardMemory memory();
  BoardPowerReading power();
  ListeningReport listening();
  // The samples from `position` on, which is 0 or the last chunk's `next`. stop_microphone() ends the recording.
  MicrophoneChunk microphone(uint32_t position, uint16_t count);
  void stop_microphone();
  void reboot();

  const Traffic& traffic() const;
  Transport& line();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace bitstill::firmware
