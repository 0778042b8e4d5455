#include "firmware/bench/bench.h"

#include <algorithm>
#include <numeric>

#include "codegen/codegen.h"
#include "codegen/front_end.h"
#include "configs/support/files.h"
#include "firmware/cycles/trace_inference.h"
#include "firmware/targets/execute.h"
#include "firmware/targets/run_features.h"
#include "firmware/targets/sample_file.h"

namespace bitstill::firmware {
namespace {

// Full of noise; what it is hardly matters, for no block looks for anything.
std::vector<int16_t> noise(int64_t samples) {
  std::vector<int16_t> clip;
  uint32_t state = 1;
  for (int64_t i = 0; i < samples; ++i) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    clip.push_back(static_cast<int16_t>(state >> 18));
  }
  return clip;
}

std::optional<FrontEndCost> front_end_cost(const ModuleFolder& module, const Target& target,
                                           const std::filesystem::path& folder) {
  const auto p = codegen::front_end_of(codegen::load_graph(module.check("model.tflite")));
  if (!p) return std::nullopt;
  const FeaturesRun run = run_features(target, module, *p, noise(p->clip_samples), folder);
  const auto sum = std::accumulate(run.instructions.begin(), run.instructions.end(), int64_t{0});
  return FrontEndCost{p->hop_samples, p->sample_rate, sum / p->frames(), *std::ranges::max_element(run.instructions),
                      run.stack_bytes};
}

// The second inference's: what stays in the flash cache from one to the next is there.
void add_cycles(TargetCost& cost, Execution execution, const std::filesystem::path& program) {
  execution.samples = 2;
  const auto sample = read_file(execution.inputs);
  std::vector<uint8_t> twice(sample.begin(), sample.begin() + execution.module.input_bytes());
  twice.insert(twice.end(), twice.begin(), twice.begin() + execution.module.input_bytes());
  execution.inputs = execution.folder / "twice.bin";
  write_file(execution.inputs, twice);
  const TracedInference traced = trace_inference(execution, program);
  cost.cycles_missing = traced.missing;
  if (traced.trace) cost.cycles = model_cycles(*traced.trace, execution.module.layers.size());
}

}  // namespace

TargetCost measure_cost(const ModuleFolder& module, const Target& target, int64_t most_samples) {
  const TemporaryFolder folder;
  TargetCost cost{target.name, target.description, {}, 0, {}, {}, {}, {}, {}};
  cost.sizes = measure_sizes(target, module, Builder(target, module, folder.path()).module_alone());
  if (target.emulator.empty()) return cost;

  SampleFile inputs(module.check("inputs.bin"), module.input_bytes());
  cost.samples = std::min(inputs.samples(), most_samples);
  const Execution execution{target, module, folder.path() / "inputs.bin", cost.samples, folder.path()};
  copy_samples(std::move(inputs), cost.samples, execution.inputs);
  RunnerOutput shipped(execute(execution, Observer::kOff), module, Observer::kOff, cost.samples);
  const std::filesystem::path program = Builder(target, module, folder.path()).runner(Observer::kOn);
  RunnerOutput observed(run_program(execution, Observer::kOn, program), module, Observer::kOn, cost.samples);
  cost.instructions = count_instructions(shipped, observed, module, target.clock, cost.samples);
  if (target.name == "esp32") add_cycles(cost, execution, program);
  if (module.divided_layers > 0) {
    const RunnerKind kind(Observer::kOff, Source::kInputs, OtherCore::kOn);
    RunnerOutput both(execute(execution, kind), module, kind, cost.samples);
    cost.two_cores = count_two_cores(both, target.clock, cost.samples);
  }
  cost.front_end = front_end_cost(module, target, folder.path());
  return cost;
}

int64_t instructions_of_one(const ModuleFolder& module, const Target& target) {
  const TemporaryFolder folder;
  const Execution execution{target, module, folder.path() / "inputs.bin", 1, folder.path()};
  copy_samples(SampleFile(module.check("inputs.bin"), module.input_bytes()), 1, execution.inputs);
  const bool divided = module.divided_layers > 0;
  const RunnerKind kind(Observer::kOff, Source::kInputs, divided ? OtherCore::kOn : OtherCore::kOff);
  RunnerOutput output(execute(execution, kind), module, kind, 1);
  return divided ? count_two_cores(output, target.clock, 1).longest : count_inference(output, target.clock);
}

}  // namespace bitstill::firmware
