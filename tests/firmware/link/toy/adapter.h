// A module of the shape of a keyword spotter whose sums a test can follow: 49 x 10 inputs, two layers, 12 outputs.
#pragma once

#include <stddef.h>
#include <stdint.h>

extern "C" void bitstill_after_layer(int layer, const void* output, size_t bytes);

namespace toy {

constexpr size_t kInputs = 490, kHidden = 30, kOutputs = 12;

class Network {
 public:
  using Input = int8_t[kInputs];
  using Output = int8_t[kOutputs];
  Input& input() noexcept { return input_; }
  const Output& output() const noexcept { return output_; }
  // The inputs do not survive, as in an arena.
  void run() noexcept {
    int8_t hidden[kHidden];
    for (size_t i = 0; i < kHidden; ++i)
      hidden[i] = static_cast<int8_t>(7 * input_[i] + 3 * input_[kInputs - 1 - i] + static_cast<int>(i));
    for (int8_t& value : input_) value = static_cast<int8_t>(value + hidden[0]);
    bitstill_after_layer(0, hidden, sizeof(hidden));
    for (size_t i = 0; i < kOutputs; ++i) output_[i] = static_cast<int8_t>(hidden[i] ^ hidden[2 * i + 5]);
    bitstill_after_layer(1, output_, sizeof(output_));
  }

 private:
  alignas(4) int8_t input_[kInputs];
  int8_t output_[kOutputs];
};

}  // namespace toy

namespace check {

using Network = toy::Network;
constexpr size_t kArenaBytes = sizeof(Network);
constexpr const char* kModuleName = "toy";
constexpr char kArtifactSha256[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
constexpr size_t kInputBytes = toy::kInputs;
constexpr size_t kOutputBytes = toy::kOutputs;
constexpr int kLayers = 2;
constexpr size_t kInputs = 1;
constexpr size_t kOutputs = 1;
struct Part {
  int8_t* data;
  size_t bytes;
};
struct ConstPart {
  const int8_t* data;
  size_t bytes;
};
inline Part input(Network& network, size_t) noexcept { return {network.input(), kInputBytes}; }
inline ConstPart output(const Network& network, size_t) noexcept { return {network.output(), kOutputBytes}; }

}  // namespace check
