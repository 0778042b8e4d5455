#include "firmware/bench/bench.h"

#include <algorithm>

#include "configs/support/files.h"
#include "firmware/targets/execute.h"
#include "firmware/targets/sample_file.h"

namespace bitstill::firmware {
TargetCost measure_cost(const ModuleFolder& module, const Target& target, int64_t most_samples) {
  const TemporaryFolder folder;
  TargetCost cost{target.name, target.description, {}, 0, {}};
  cost.sizes = measure_sizes(target, module, Builder(target, module, folder.path()).module_alone());
  if (target.emulator.empty()) return cost;

  SampleFile inputs(module.check("inputs.bin"), module.input_bytes());
  cost.samples = std::min(inputs.samples(), most_samples);
  const Execution execution{target, module, folder.path() / "inputs.bin", cost.samples, folder.path()};
  copy_samples(std::move(inputs), cost.samples, execution.inputs);
  RunnerOutput shipped(execute(execution, Observer::kOff), module, Observer::kOff, cost.samples);
  RunnerOutput observed(execute(execution, Observer::kOn), module, Observer::kOn, cost.samples);
  cost.instructions = count_instructions(shipped, observed, module, target.clock, cost.samples);
  return cost;
}

}  // namespace bitstill::firmware
