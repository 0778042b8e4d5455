// The helpers that the emulated boards bring (64-bit multiplication, division, memory functions) against the host's.
#include <gtest/gtest.h>

#include <fstream>

#include "firmware/targets/execute.h"
#include "firmware/targets/runner_output.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"

namespace bitstill::firmware {
namespace {

constexpr int kInputBytes = 16;  // two 64-bit numbers
constexpr int kOutputBytes = 80;

// In the shape of an emitted module, but for checking the helpers that the compiler calls.
constexpr const char* kHeader = R"(#pragma once
#include <stddef.h>
#include <stdint.h>
namespace helpers {
class Network {
 public:
  void run() noexcept;
  int8_t input[16];
  int8_t output[80];
};
}
)";

constexpr const char* kSource = R"(#include "helpers.h"
#include <string.h>
#ifdef BITSTILL_OBSERVE
extern "C" void bitstill_after_layer(int layer, const void* output, size_t bytes);
#endif
namespace helpers {
void Network::run() noexcept {
  int64_t a, b;
  memcpy(&a, input, 8);
  memcpy(&b, input + 8, 8);
  const auto ua = static_cast<uint64_t>(a), ub = static_cast<uint64_t>(b);
  const auto a32 = static_cast<int32_t>(a), b32 = static_cast<int32_t>(b);
  const auto ua32 = static_cast<uint32_t>(a), ub32 = static_cast<uint32_t>(b);
  const uint64_t product = ua * ub;
  const int64_t wide = static_cast<int64_t>(a32) * b32;
  const uint64_t unsigned_wide = static_cast<uint64_t>(ua32) * ub32;
  const uint64_t quotient = ua / ub, remainder = ua % ub;
  const int64_t signed_quotient = a / b;
  const uint32_t words[4] = {ua32 / ub32, ua32 % ub32, static_cast<uint32_t>(a32 / b32), static_cast<uint32_t>(a32 % b32)};
  memcpy(output, &product, 8);
  memcpy(output + 8, &wide, 8);
  memcpy(output + 16, &unsigned_wide, 8);
  memcpy(output + 24, &quotient, 8);
  memcpy(output + 32, &remainder, 8);
  memcpy(output + 40, &signed_quotient, 8);
  memcpy(output + 48, words, 16);
  const size_t count = 1 + (ua32 & 7);
  memset(output + 64, static_cast<int>(ub32 & 0xff), 16);
  memmove(output + 65, output + 47, count);
  memmove(output + 66, output + 65, count);
  memmove(output + 64, output + 66, count);
#ifdef BITSTILL_OBSERVE
  bitstill_after_layer(0, output, 80);
#endif
}
}
)";

constexpr const char* kAdapter = R"(#pragma once
#include <string.h>
#include "helpers.h"
namespace check {
using Network = helpers::Network;
constexpr size_t kInputBytes = 16;
constexpr size_t kOutputBytes = 80;
constexpr int kLayers = 1;
inline void load(Network& network, const int8_t* inputs) noexcept { memcpy(network.input, inputs, 16); }
inline void store(const Network& network, int8_t* outputs) noexcept { memcpy(outputs, network.output, 80); }
}
)";

// Small, large, negative, powers of two and neighbours; divisors whose lower words are neither 0 nor -1.
std::vector<int64_t> dividends() {
  return {0,
          1,
          -1,
          7,
          -128,
          65535,
          65536,
          -65537,
          2147483647,
          -2147483647,
          4294967297,
          0x123456789abcdef,
          -0x7fffffffffffffff,
          0x7fffffffffffffff};
}
std::vector<int64_t> divisors() {
  return {1, 3, -7, 255, 65537, -65536, 2147483647, 1073741825, 0x100000003, -0x123456789, 0x7fffffff00000005};
}

class Helpers {
 public:
  Helpers() {
    module_.path = folder_.path() / "module";
    module_.name = "helpers";
    module_.macs = 1;
    module_.inputs = {{0, kInputBytes}};
    module_.outputs = {{1, kOutputBytes}};
    module_.layers = {{"HELPERS", "helpers", 1, kOutputBytes, 1}};
    write_file(module_.path / "src" / "helpers.h", std::string_view(kHeader));
    write_file(module_.path / "src" / "helpers.cpp", std::string_view(kSource));
    write_file(module_.check("adapter.h"), std::string_view(kAdapter));
    std::ofstream inputs(inputs_path(), std::ios::binary);
    for (const int64_t a : dividends()) {
      for (const int64_t b : divisors()) {
        inputs.write(reinterpret_cast<const char*>(&a), 8).write(reinterpret_cast<const char*>(&b), 8);
        ++samples_;
      }
    }
  }

  std::vector<std::vector<uint8_t>> run(const Target& target, Observer observer) const {
    const TemporaryFolder folder;
    RunnerOutput output(execute({target, module_, inputs_path(), samples_, folder.path()}, observer), module_, observer,
                        samples_);
    std::vector<std::vector<uint8_t>> samples;
    for (int64_t i = 0; i < samples_; ++i) {
      output.next();
      samples.emplace_back(output.outputs().begin(), output.outputs().end());
      if (observer == Observer::kOn) {
        EXPECT_TRUE(std::ranges::equal(output.layer(0), output.outputs()));
      }
    }
    return samples;
  }

 private:
  std::filesystem::path inputs_path() const { return folder_.path() / "inputs.bin"; }

  TemporaryFolder folder_;
  ModuleFolder module_;
  int64_t samples_ = 0;
};

TEST(BoardHelpers, ComputeAsTheHostDoesOnLx106) {
  const Detected lx106 = detect_lx106();
  BITSTILL_NEED_TARGET(lx106);
  const Helpers helpers;
  const auto expected = helpers.run(*detect_host().target, Observer::kOff);
  EXPECT_EQ(helpers.run(*lx106.target, Observer::kOff), expected);
  EXPECT_EQ(helpers.run(*lx106.target, Observer::kOn), expected);
}

TEST(BoardHelpers, ComputeAsTheHostDoesOnEsp32) {
  const Detected esp32 = detect_esp32(BITSTILL_SHARED_DIR "/xtensa/esp32-toolchain/bin");
  BITSTILL_NEED_TARGET(esp32);
  const Helpers helpers;
  EXPECT_EQ(helpers.run(*esp32.target, Observer::kOff), helpers.run(*detect_host().target, Observer::kOff));
}

TEST(BoardHelpers, ComputeAsTheHostDoesOnCortexM4) {
  const Detected cortex_m4 = detect_cortex_m4();
  BITSTILL_NEED_TARGET(cortex_m4);
  const Helpers helpers;
  EXPECT_EQ(helpers.run(*cortex_m4.target, Observer::kOn), helpers.run(*detect_host().target, Observer::kOff));
}

TEST(BoardHelpers, ComputeAsTheHostDoesOnRv32imc) {
  const Detected rv32imc = detect_rv32imc();
  BITSTILL_NEED_TARGET(rv32imc);
  const Helpers helpers;
  EXPECT_EQ(helpers.run(*rv32imc.target, Observer::kOn), helpers.run(*detect_host().target, Observer::kOff));
}

}  // namespace
}  // namespace bitstill::firmware
