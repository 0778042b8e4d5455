// Whatever the line does, an exchange ends in the right bytes or in one sentence, and in time.
#include <gtest/gtest.h>

#include <random>

#include "firmware/link/cut.h"
#include "firmware/link/faulty_line.h"
#include "firmware/link/upload.h"
#include "tests/firmware/link/simulated_board.h"

namespace bitstill::tests {
namespace {

using namespace firmware;

constexpr int kSchedules = 1200;
constexpr int64_t kSamples = 12;
// What Patience grants an exchange in which nothing moves, and the last attempt that begins within it.
constexpr Transport::Time kLimit = Patience().standstill + Patience().reconnect + 2 * Patience().silence;

// The longest time in which nothing moved.
class Stopwatch {
 public:
  explicit Stopwatch(Client& client) : client_(client) {}
  void moved() {
    longest_ = std::max(longest_, client_.line().now() - last_);
    last_ = client_.line().now();
  }
  Transport::Time longest() const { return longest_; }

 private:
  Client& client_;
  Transport::Time last_{0}, longest_{0};
};

std::vector<uint8_t> random_bytes(std::mt19937& random, size_t count) {
  std::vector<uint8_t> bytes(count);
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
  return bytes;
}

// The samples that came back right; -1 where one came back wrong.
int64_t upload(Client& client, uint32_t seed, Stopwatch& stopwatch) {
  std::mt19937 random(seed);
  std::vector<std::vector<uint8_t>> inputs;
  for (int64_t i = 0; i < kSamples; ++i) inputs.push_back(random_bytes(random, 490));
  Positions positions;
  int64_t sent = 0, right = 0;
  const auto next = [&]() -> std::optional<UploadUnit> {
    if (sent == kSamples) return std::nullopt;
    std::vector<uint8_t> two = inputs[static_cast<size_t>(sent)];
    two.insert(two.end(), inputs[static_cast<size_t>(sent) + 1].begin(), inputs[static_cast<size_t>(sent) + 1].end());
    sent += 2;
    return cut_inputs(client.identity(), two, positions.take(client, std::ssize(two), 490));
  };
  bool wrong = false;
  Uploader(client).run(next, [&](UploadUnit& unit) {
    stopwatch.moved();
    std::vector<uint8_t> expected;
    for (int i = 0; i < 2; ++i) {
      const auto& sample = inputs[static_cast<size_t>(right)];
      const auto outputs = toy_outputs(sample);
      const uint32_t sum = toy_checksum(sample);
      expected.insert(expected.end(), outputs.begin(), outputs.end());
      const auto* const bytes = reinterpret_cast<const uint8_t*>(&sum);
      expected.insert(expected.end(), bytes, bytes + sizeof(sum));
      ++right;
    }
    if (unit.answers.at(0) != expected) wrong = true;
  });
  return wrong ? -1 : right;
}

// Then a clip, whose frames build on one another.
bool upload_clip(Client& client, uint32_t seed, Stopwatch& stopwatch) {
  std::mt19937 random(seed);
  std::vector<int16_t> clip(50 * 320);
  for (int16_t& sample : clip) sample = static_cast<int16_t>(random());
  UploadUnit unit = cut_clip(client.identity(), clip, std::ssize(clip), 0);
  Uploader(client).run(unit, [&](size_t) { stopwatch.moved(); });
  std::vector<uint8_t> all;
  for (const auto& answer : unit.answers) all.insert(all.end(), answer.begin(), answer.end());
  const auto features = toy_features(clip);
  const auto outputs = toy_outputs(features);
  return all.size() == 490 + 12 + 4 && std::equal(features.begin(), features.end(), all.begin()) &&
         std::equal(outputs.begin(), outputs.end(), all.begin() + 490);
}

TEST(Faults, EveryScheduleEndsInTheRightBytesOrOneSentenceInTime) {
  int64_t right = 0, refused = 0, faults = 0, repeated = 0;
  for (uint32_t seed = 1; seed <= kSchedules; ++seed) {
    SCOPED_TRACE(seed);
    const FaultRates rates{
        .first_gap = 100.0 + 20 * (seed % 50), .growth = 1.05, .longest_gap = 1500.0 * (1 + seed % 20)};
    auto line = std::make_unique<FaultyLine>(std::make_unique<SimulatedLine>(), seed, rates);
    FaultyLine& faulty = *line;
    Client client(std::move(line), {}, std::mt19937(seed));
    Stopwatch stopwatch(client);
    try {
      client.hello();
      stopwatch.moved();
      ASSERT_EQ(upload(client, seed, stopwatch), kSamples);
      ASSERT_TRUE(upload_clip(client, seed, stopwatch));
      ++right;
    } catch (const Error& error) {
      EXPECT_FALSE(std::string(error.what()).empty());
      ++refused;
    }
    stopwatch.moved();
    ASSERT_LT(stopwatch.longest(), kLimit);
    faults += faulty.faults();
    repeated += client.traffic().repeated;
  }
  std::printf("%lld schedules right, %lld ended in a sentence; %lld faults, %lld frames repeated\n",
              static_cast<long long>(right), static_cast<long long>(refused), static_cast<long long>(faults),
              static_cast<long long>(repeated));
  EXPECT_GT(faults, kSchedules);
  EXPECT_GE(right, kSchedules * 9 / 10);
}

TEST(Faults, ADeadBoardIsGivenUpWithinItsTime) {
  auto line = std::make_unique<SimulatedLine>();
  SimulatedLine& simulated = *line;
  Client client(std::move(line));
  client.hello();
  simulated.dead = true;
  const auto begin = client.line().now();
  EXPECT_THROW(client.memory(), Error);
  EXPECT_LT(client.line().now() - begin, std::chrono::seconds(45));
}

TEST(Faults, APulledCableIsWaitedForAndThenGivenUp) {
  auto line = std::make_unique<SimulatedLine>();
  SimulatedLine& simulated = *line;
  Client client(std::move(line));
  client.hello();
  simulated.gone = true;
  try {
    client.memory();
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("plug it in"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace bitstill::tests
