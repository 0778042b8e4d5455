#include "firmware/link/cut.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "firmware/link/append.h"

namespace bitstill::firmware {
namespace {

constexpr int64_t kPositionBytes = sizeof(uint32_t);
constexpr auto kAnswerRoom = static_cast<int64_t>(protocol::kAnswerBytes) - kPositionBytes;
constexpr int64_t kStreamHead = 12;  // of each inference: number, word, score

UploadFrame frame_of(protocol::Command command, uint32_t position, std::span<const uint8_t> head,
                     std::span<const uint8_t> bytes, uint32_t advance) {
  UploadFrame frame{command, {}, position + advance, static_cast<int64_t>(bytes.size())};
  append_number(frame.data, position);
  frame.data.insert(frame.data.end(), head.begin(), head.end());
  frame.data.insert(frame.data.end(), bytes.begin(), bytes.end());
  return frame;
}

// All but the last frame are INPUT; the last has `head` after its position.
UploadUnit cut_bytes(std::span<const uint8_t> bytes, uint32_t position, protocol::Command last,
                     std::span<const uint8_t> head) {
  UploadUnit unit;
  const size_t room = protocol::kDataBytes - kPositionBytes;
  while (bytes.size() > room - head.size()) {
    const auto part = bytes.first(std::min(room, bytes.size()));
    unit.frames.push_back(frame_of(protocol::kInput, position, {}, part, static_cast<uint32_t>(part.size())));
    position += static_cast<uint32_t>(part.size());
    bytes = bytes.subspan(part.size());
  }
  unit.frames.push_back(frame_of(last, position, head, bytes, static_cast<uint32_t>(bytes.size())));
  return unit;
}

// Parts of `most` samples.
UploadUnit cut_samples(protocol::Command command, std::span<const int16_t> samples, uint32_t position, size_t most) {
  UploadUnit unit;
  while (!samples.empty()) {
    const auto part = samples.first(std::min(most, samples.size()));
    const std::span bytes(reinterpret_cast<const uint8_t*>(part.data()), part.size_bytes());
    unit.frames.push_back(frame_of(command, position, {}, bytes, static_cast<uint32_t>(part.size())));
    position += static_cast<uint32_t>(part.size());
    samples = samples.subspan(part.size());
  }
  return unit;
}

// As many hops as a frame holds and `most_hops` allows; parts of a hop where none fits.
size_t samples_of_frame(const BoardIdentity& board, int64_t most_hops) {
  const int64_t room = (static_cast<int64_t>(protocol::kDataBytes) - kPositionBytes) / 2;
  const int64_t hops = std::min(room / board.hop_samples, most_hops);
  if (most_hops < 1)
    throw Error("the front-end's frames and the network's outputs do not fit in one answer of a board");
  return static_cast<size_t>(hops > 0 ? hops * board.hop_samples : room);
}

}  // namespace

int64_t result_bytes(const BoardIdentity& board) {
  const bool fits = board.output_bytes <= static_cast<int64_t>(protocol::kMostOutputs);
  return (fits ? board.output_bytes : 0) + static_cast<int64_t>(sizeof(uint32_t));
}

int64_t samples_of_unit(const BoardIdentity& board) {
  const int64_t asked = (static_cast<int64_t>(protocol::kDataBytes) - kPositionBytes) / board.input_bytes;
  return std::max<int64_t>(1, std::min(asked, kAnswerRoom / result_bytes(board)));
}

UploadUnit cut_inputs(const BoardIdentity&, std::span<const uint8_t> inputs, uint32_t position) {
  return cut_bytes(inputs, position, protocol::kRun, {});
}

UploadUnit cut_dump(const BoardIdentity&, std::span<const uint8_t> inputs, uint32_t position, uint16_t stage,
                    uint32_t offset) {
  std::vector<uint8_t> head;
  append_number(head, stage);
  append_number(head, offset);
  return cut_bytes(inputs, position, protocol::kLayerDump, head);
}

int64_t samples_of_clip(const BoardIdentity& board, int64_t window_samples) {
  const int64_t hops_of_window = (window_samples + board.hop_samples - 1) / board.hop_samples;
  return (board.frames + hops_of_window - 1) * board.hop_samples;
}

UploadUnit cut_clip(const BoardIdentity& board, std::span<const int16_t> clip, int64_t samples, uint32_t position) {
  std::vector<int16_t> filled(clip.begin(), clip.begin() + std::min<std::ptrdiff_t>(std::ssize(clip), samples));
  filled.resize(static_cast<size_t>(samples), 0);
  const int64_t most_hops = (kAnswerRoom - result_bytes(board)) / board.coefficients;
  return cut_samples(protocol::kFeatures, filled, position, samples_of_frame(board, most_hops));
}

UploadUnit cut_stream(const BoardIdentity& board, std::span<const int16_t> recording) {
  const auto whole = recording.size() / static_cast<size_t>(board.hop_samples) * static_cast<size_t>(board.hop_samples);
  const int64_t most_hops = kAnswerRoom / (kStreamHead + board.output_bytes) - 2;
  return cut_samples(protocol::kStream, recording.first(whole), 0, samples_of_frame(board, most_hops));
}

}  // namespace bitstill::firmware
