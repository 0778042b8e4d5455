#include "firmware/bench/bench.h"

#include <algorithm>

#include "configs/support/files.h"
#include "firmware/targets/execute.h"
#include "firmware/targets/sample_file.h"

namespace bitstill::firmware {
namespace {

constexpr int64_t kCountedSamples = 16;

}  // namespace

TargetCost measure_cost(const ModuleFolder& module, const Target& target) {
  const TemporaryFolder folder;
  TargetCost cost{target.name, target.description, {}, 0, {}};
  cost.sizes = measure_sizes(target, module, Builder(target, module, folder.path()).module_alone());
  if (target.emulator.empty()) return cost;

  SampleFile inputs(module.check("inputs.bin"), module.input_bytes());
  cost.samples = std::min(inputs.samples(), kCountedSamples);
  const Execution execution{target, module, folder.path() / "inputs.bin", cost.samples, folder.path()};
  copy_samples(std::move(inputs), cost.samples, execution.inputs);
  RunnerOutput shipped(execute(execution, Observer::kOff), module, Observer::kOff, cost.samples);
  RunnerOutput observed(execute(execution, Observer::kOn), module, Observer::kOn, cost.samples);
  cost.instructions = count_instructions(shipped, observed, module, cost.samples);
  return cost;
}

}  // namespace bitstill::firmware
