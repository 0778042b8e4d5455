// The clocks of the emulated cores against a loop whose instructions are known.
#include <gtest/gtest.h>

#include "firmware/targets/count.h"
#include "firmware/targets/execute.h"
#include "tests/firmware/tiny_module.h"

namespace bitstill::firmware {
namespace {

// In the shape of an emitted module: run() goes round a loop of two instructions as often as its input says.
constexpr const char* kCountedHeader = R"(#pragma once
#include <stddef.h>
#include <stdint.h>
namespace rounds {
class Network {
 public:
  void run() noexcept;
  uint32_t rounds;
};
}
)";

constexpr const char* kCountedSource = R"(#include "rounds.h"
#ifdef BITSTILL_OBSERVE
extern "C" void bitstill_after_layer(int layer, const void* output, size_t bytes);
#endif
namespace rounds {
void Network::run() noexcept {
  uint32_t left = rounds;
#if defined(__arm__)
  asm volatile(".balign 4\n1: subs %0, %0, #1\nbne 1b" : "+r"(left) : : "cc");
#else
  asm volatile("1: addi %0, %0, -1\nbnez %0, 1b" : "+r"(left));
#endif
#ifdef BITSTILL_OBSERVE
  bitstill_after_layer(0, &rounds, 4);
#endif
}
}
)";

constexpr const char* kCountedAdapter = R"(#pragma once
#include <string.h>
#include "rounds.h"
namespace check {
using Network = rounds::Network;
constexpr size_t kInputBytes = 4;
constexpr size_t kOutputBytes = 4;
constexpr int kLayers = 1;
inline void load(Network& network, const int8_t* inputs) noexcept { memcpy(&network.rounds, inputs, 4); }
inline void store(const Network& network, int8_t* outputs) noexcept { memcpy(outputs, &network.rounds, 4); }
}
)";

InstructionCounts count(const Target& target, const std::vector<uint32_t>& rounds) {
  const TemporaryFolder folder;
  const auto samples = static_cast<int64_t>(rounds.size());
  ModuleFolder module;
  module.path = folder.path() / "module";
  module.name = "rounds";
  module.macs = rounds.back();
  module.inputs = {{0, 4}};
  module.outputs = {{1, 4}};
  module.layers = {{"LOOP", "loop_1", 1, 4, module.macs}};
  write_file(module.path / "src" / "rounds.h", std::string_view(kCountedHeader));
  write_file(module.path / "src" / "rounds.cpp", std::string_view(kCountedSource));
  write_file(module.check("adapter.h"), std::string_view(kCountedAdapter));
  write_file(folder.path() / "inputs.bin",
             std::string_view(reinterpret_cast<const char*>(rounds.data()), rounds.size() * sizeof(uint32_t)));
  const Execution execution{target, module, folder.path() / "inputs.bin", samples, folder.path()};
  RunnerOutput shipped(execute(execution, Observer::kOff), module, Observer::kOff, samples);
  RunnerOutput observed(execute(execution, Observer::kOn), module, Observer::kOn, samples);
  return count_instructions(shipped, observed, module, target.clock, samples);
}

TEST(Counting, IsExactFromAFewInstructionsToManyMillions) {
  constexpr int64_t kMore = 20'000'000;
  for (const Detected& detected : tests::emulated_targets()) {
    const Target& target = *detected.target;
    const InstructionCounts counts = count(target, {1, 1 + kMore});
    EXPECT_EQ(counts.maximum - counts.minimum, 2 * kMore) << target.name;
    EXPECT_EQ(counts.total, counts.minimum + kMore) << target.name;
    EXPECT_LE(counts.minimum, 30) << target.name;
    // What going from one observer call to the next costs is measured between two calls that differ a little.
    EXPECT_NEAR(static_cast<double>(counts.layers[0]), static_cast<double>(kMore), 30) << target.name;
  }
}

}  // namespace
}  // namespace bitstill::firmware
