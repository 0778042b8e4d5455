// Whatever is done to an artifact, the compiler either takes it or refuses it in one sentence: no crash, no hang, no
// memory that the file does not account for.
//
// BITSTILL_MUTATIONS=1000000 tries more, BITSTILL_MUTATION=123 only that one.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "codegen/limits.h"
#include "tests/environment.h"
#include "tests/hostile/allocation.h"
#include "tests/hostile/attempt.h"
#include "tests/hostile/mutation.h"

namespace bitstill::tests {
namespace {

constexpr int64_t kMutations = 20'000;
constexpr double kMostSeconds = 2;
constexpr unsigned kHangSeconds = 60;
constexpr size_t kLongestSentence = 1000;

// What is being tried, for the signal handler: a crash ends the program, and would otherwise say nothing.
char trying[200];

void say_what_crashed(int signal) {
  const char text[] = "crashed or hangs: ";
  (void)!::write(2, text, sizeof(text) - 1);
  (void)!::write(2, trying, strlen(trying));
  (void)!::write(2, "\n", 1);
  ::_exit(128 + signal);
}

void watch() {
  for (const int signal : {SIGSEGV, SIGFPE, SIGABRT, SIGALRM}) ::signal(signal, say_what_crashed);
}

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// Empty where the artifact was compiled or refused as it should be.
std::string misbehaviour(const Artifact& artifact, bool& refused) {
  const AllocationPeak peak;
  const double start = processor_seconds();
  std::string sentence;
  try {
    sentence = attempt(artifact.bytes);
  } catch (const std::exception& exception) {
    return fmt::format("threw {}", exception.what());
  }
  refused = !sentence.empty();
  const double seconds = processor_seconds() - start;
  if (seconds > kMostSeconds) return fmt::format("took {:.1f} s", seconds);
  const int64_t most = 4 * static_cast<int64_t>(artifact.bytes.size()) + codegen::kLargestArenaBytes;
  if (peak.bytes() > most) return fmt::format("held {} bytes, {} are allowed", peak.bytes(), most);
  if (refused && (!sentence.starts_with(std::string(kHostileFile) + ": ") || sentence.find('\n') < sentence.size() ||
                  sentence.size() > kLongestSentence)) {
    return "was refused with: " + sentence;
  }
  return "";
}

TEST(Mutations, AreCompiledOrRefusedInOneSentence) {
  watch();
  auto artifacts = honest_artifacts();
  std::erase_if(artifacts, [](const Artifact& artifact) { return !attempt(artifact.bytes).empty(); });
  const int64_t only = number_from_environment("BITSTILL_MUTATION", -1);
  const int64_t first = std::max<int64_t>(only, 0);
  const int64_t count = only >= 0 ? 1 : number_from_environment("BITSTILL_MUTATIONS", kMutations);
  int64_t refusals = 0;
  for (int64_t i = first; i < first + count; ++i) {
    const Artifact artifact = mutated(artifacts, static_cast<uint32_t>(i));
    fmt::format_to_n(trying, sizeof(trying) - 1, "{}{}", artifact.name, '\0');
    ::alarm(kHangSeconds);
    bool refused = false;
    const std::string complaint = misbehaviour(artifact, refused);
    EXPECT_EQ(complaint, "") << artifact.name << "; replay with BITSTILL_MUTATION=" << i;
    refusals += refused;
  }
  ::alarm(0);
  fmt::print("{} mutations of {} artifacts, {} refused\n", count, artifacts.size(), refusals);
  // Neither a reader that takes everything nor mutations that break everything would show much.
  if (count < kMutations) return;
  EXPECT_GT(refusals, count / 4);
  EXPECT_LT(refusals, count - count / 20);
}

}  // namespace
}  // namespace bitstill::tests
