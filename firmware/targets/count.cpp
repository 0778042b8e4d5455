#include "firmware/targets/count.h"

#include <algorithm>

namespace bitstill::firmware {
namespace {

// The readings of a runner in the order they were taken, as instructions.
class Timeline {
 public:
  Timeline(RunnerOutput& runner, const EmulatedClock& clock) : runner_(runner), clock_(clock) {
    const auto readings = advance(runner.calibration());
    clock_cost_ = readings[1] - readings[0];
    observer_cost_ = readings[3] - readings[2];
  }

  std::vector<int64_t> next() {
    runner_.next();
    return advance(runner_.readings());
  }

  int64_t clock_cost() const { return clock_cost_; }
  int64_t observer_cost() const { return observer_cost_; }

 private:
  std::vector<int64_t> advance(std::span<const uint32_t> readings) {
    std::vector<int64_t> instructions;
    for (const uint32_t reading : readings) instructions.push_back(clock_.instructions_at(reading));
    return instructions;
  }

  RunnerOutput& runner_;
  InstructionClock clock_;
  int64_t clock_cost_ = 0;
  int64_t observer_cost_ = 0;
};

int64_t mean(int64_t sum, int64_t count) { return (sum + count / 2) / count; }

}  // namespace

int64_t InstructionClock::instructions_at(uint32_t reading) {
  ticks_ += reading - last_;
  last_ = reading;
  const int64_t instruction_nanoseconds = int64_t{1} << rate_.instruction_shift;
  return (ticks_ * rate_.tick_nanoseconds + instruction_nanoseconds - 1) / instruction_nanoseconds;
}

int64_t count_inference(RunnerOutput& shipped, const EmulatedClock& clock) {
  Timeline plain(shipped, clock);
  const auto ends = plain.next();
  return ends[1] - ends[0] - plain.clock_cost();
}

InstructionCounts count_instructions(RunnerOutput& shipped, RunnerOutput& observed, const ModuleFolder& module,
                                     const EmulatedClock& clock, int64_t samples) {
  InstructionCounts counts;
  counts.layers.resize(module.layers.size());
  Timeline plain(shipped, clock);
  Timeline watched(observed, clock);
  for (int64_t sample = 0; sample < samples; ++sample) {
    const auto ends = plain.next();
    const int64_t inference = ends[1] - ends[0] - plain.clock_cost();
    counts.total += inference;
    counts.minimum = sample == 0 ? inference : std::min(counts.minimum, inference);
    counts.maximum = std::max(counts.maximum, inference);
    const auto readings = watched.next();
    for (size_t layer = 0; layer < counts.layers.size(); ++layer) {
      counts.layers[layer] += readings[2 * layer + 1] - readings[2 * layer] - watched.observer_cost();
    }
  }
  counts.total = mean(counts.total, samples);
  for (int64_t& layer : counts.layers) layer = mean(layer, samples);
  counts.stack_bytes = shipped.stack_bytes();
  return counts;
}

TwoCoreCounts count_two_cores(RunnerOutput& runner, const EmulatedClock& clock, int64_t samples) {
  TwoCoreCounts counts;
  Timeline timeline(runner, clock);
  for (int64_t sample = 0; sample < samples; ++sample) {
    const auto readings = timeline.next();
    int64_t whole = readings.back() - readings.front() - timeline.clock_cost();
    for (size_t i = 1; i + 3 < readings.size(); i += 3) {
      const int64_t there = readings[i + 1] - readings[i] - timeline.clock_cost();
      const int64_t here = readings[i + 2] - readings[i + 1] - timeline.clock_cost();
      whole -= 3 * timeline.clock_cost();
      counts.second += there;
      counts.first -= there;
      counts.longest -= std::min(here, there);
    }
    counts.first += whole;
    counts.longest += whole;
  }
  counts = {mean(counts.first, samples), mean(counts.second, samples), mean(counts.longest, samples)};
  return counts;
}

}  // namespace bitstill::firmware
