#include "firmware/verify/infer.h"

#include <algorithm>
#include <iterator>

#include "codegen/reference/executor.h"
#include "configs/support/files.h"
#include "configs/support/progress.h"
#include "firmware/targets/execute.h"
#include "firmware/targets/runner_output.h"

namespace bitstill::firmware {
namespace {

constexpr int64_t kQuietSamples = 1000;  // no progress is shown for fewer

}  // namespace

std::vector<uint8_t> infer_by_reference(const codegen::Graph& graph, SampleFile inputs, TensorDump& dump) {
  std::vector<int> tensors = graph.inputs;
  for (const auto& node : graph.operators) tensors.insert(tensors.end(), node->outputs.begin(), node->outputs.end());

  codegen::Executor executor(graph);
  std::vector<uint8_t> outputs;
  Progress progress("reference executor", inputs.samples());
  for (int64_t sample = 0; sample < inputs.samples(); ++sample) {
    executor.run(inputs.next());
    for (const int tensor : tensors) dump.append(tensor, executor.bytes(tensor));
    std::ranges::copy(executor.outputs(), std::back_inserter(outputs));
    if (inputs.samples() >= kQuietSamples) progress.update(sample + 1);
  }
  return outputs;
}

std::vector<uint8_t> infer_on_target(const ModuleFolder& module, const Target& target, SampleFile inputs,
                                     TensorDump& dump) {
  const TemporaryFolder folder;
  const Execution execution{target, module, inputs.path(), inputs.samples(), folder.path()};
  RunnerOutput shipped(execute(execution, Observer::kOff), module, Observer::kOff, inputs.samples());
  std::vector<uint8_t> outputs;
  for (int64_t sample = 0; sample < inputs.samples(); ++sample) {
    shipped.next();
    std::ranges::copy(shipped.outputs(), std::back_inserter(outputs));
  }
  if (!dump.wanted()) return outputs;

  RunnerOutput observed(execute(execution, Observer::kOn), module, Observer::kOn, inputs.samples());
  for (int64_t sample = 0; sample < inputs.samples(); ++sample) {
    observed.next();
    auto rest = inputs.next();
    for (const ModuleBorder& input : module.inputs) {
      const auto bytes = static_cast<size_t>(input.bytes);
      dump.append(input.tensor, rest.first(bytes));
      rest = rest.subspan(bytes);
    }
    for (size_t i = 0; i < module.layers.size(); ++i) dump.append(module.layers[i].tensor, observed.layer(i));
  }
  return outputs;
}

}  // namespace bitstill::firmware
