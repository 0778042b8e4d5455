#include "firmware/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/reference/executor.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/execute.h"
#include "firmware/targets/runner_output.h"
#include "firmware/targets/sample_file.h"
#include "firmware/verify/reference.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReference = "reference executor";

// Bytes known beforehand: of every layer (the module's own vectors), of the outputs, or none.
class Expectation {
 public:
  Expectation(const ModuleFolder& module, const VerifyRequest& request, int64_t samples) {
    if (request.inputs.empty()) {
      for (const ModuleLayer& layer : module.layers) {
        const std::string file = fmt::format("t{}.bin", layer.tensor);
        add(layers_, module.check(file), layer.bytes, samples, "check/" + file);
      }
    }
    if (!request.expect.empty()) {
      add(outputs_, request.expect, module.output_bytes(), samples, request.expect.string());
    }
  }

  void next() {
    for (auto* files : {&layers_, &outputs_}) {
      for (Known& known : *files) known.witness.bytes = known.file.next();
    }
  }

  std::vector<Witness> layer(size_t index) const {
    return layers_.empty() ? std::vector<Witness>() : std::vector{layers_[index].witness};
  }

  std::vector<Witness> outputs() const {
    return outputs_.empty() ? std::vector<Witness>() : std::vector{outputs_[0].witness};
  }

 private:
  struct Known {
    SampleFile file;
    Witness witness;
  };

  static void add(std::vector<Known>& files, const fs::path& path, int64_t bytes, int64_t samples,
                  const std::string& name) {
    SampleFile file(path, bytes);
    if (file.samples() != samples) {
      throw Error(fmt::format("{}: holds {} samples where the inputs hold {}", path.string(), file.samples(), samples));
    }
    files.push_back({std::move(file), {name, {}}});
  }

  std::vector<Known> layers_;
  std::vector<Known> outputs_;
};

std::span<const uint8_t> part(std::span<const uint8_t> bytes, int64_t offset, int64_t length) {
  return bytes.subspan(static_cast<size_t>(offset), static_cast<size_t>(length));
}

// Compares one sample at a time and counts what was compared.
class Comparison {
 public:
  Comparison(const ModuleFolder& module, const codegen::Executor& executor, const std::string& target)
      : module_(module),
        executor_(executor),
        shipped_("module on " + target),
        observed_("module on " + target + ", observed") {}

  std::optional<Mismatch> compare(const Expectation& known, const RunnerOutput& shipped, const RunnerOutput& observed) {
    for (size_t i = 0; i < module_.layers.size(); ++i) {
      const ModuleLayer& layer = module_.layers[i];
      std::vector<Witness> witnesses = known.layer(i);
      witnesses.push_back({kReference, executor_.bytes(layer.tensor)});
      witnesses.push_back({observed_, observed.layer(i)});
      if (auto mismatch = judge(witnesses, layer)) return mismatch;
    }
    int64_t at = 0;
    for (const ModuleBorder& output : module_.outputs) {
      std::vector<Witness> witnesses;
      for (const Witness& witness : known.outputs()) {
        witnesses.push_back({witness.name, part(witness.bytes, at, output.bytes)});
      }
      witnesses.push_back({kReference, executor_.bytes(output.tensor)});
      witnesses.push_back({shipped_, part(shipped.outputs(), at, output.bytes)});
      witnesses.push_back({observed_, part(observed.outputs(), at, output.bytes)});
      if (auto mismatch = judge(witnesses, layer_of(output))) return mismatch;
      at += output.bytes;
    }
    return std::nullopt;
  }

  int64_t bytes() const { return bytes_; }

 private:
  std::optional<Mismatch> judge(const std::vector<Witness>& witnesses, const ModuleLayer& layer) {
    auto mismatch = first_difference(witnesses);
    if (mismatch) {
      mismatch->operator_name = layer.operator_name;
      mismatch->layer = layer.name;
      mismatch->tensor = layer.tensor;
    }
    bytes_ += static_cast<int64_t>((witnesses.size() - 1) * witnesses[0].bytes.size());
    return mismatch;
  }

  ModuleLayer layer_of(const ModuleBorder& output) const {
    const auto layer = std::ranges::find(module_.layers, output.tensor, &ModuleLayer::tensor);
    if (layer != module_.layers.end()) return *layer;
    return {"INPUT", "input", output.tensor, output.bytes, 0};
  }

  const ModuleFolder& module_;
  const codegen::Executor& executor_;
  std::string shipped_, observed_;
  int64_t bytes_ = 0;
};

}  // namespace

Verdict verify(const ModuleFolder& module, const VerifyRequest& request, const Target& target) {
  if (request.inputs.empty() && !request.expect.empty()) {
    throw Error("--expect needs --inputs: outputs can only be expected of inputs that are given");
  }
  const fs::path inputs_path = request.inputs.empty() ? module.check("inputs.bin") : request.inputs;
  SampleFile inputs(inputs_path, module.input_bytes());
  Expectation known(module, request, inputs.samples());
  Verdict verdict;
  verdict.samples = request.samples > 0 ? std::min(request.samples, inputs.samples()) : inputs.samples();

  const codegen::Graph graph = load_reference(module);
  const TemporaryFolder folder;
  Execution execution{target, module, folder.path() / "inputs.bin", verdict.samples, folder.path()};
  copy_samples(SampleFile(inputs_path, module.input_bytes()), verdict.samples, execution.inputs);
  RunnerOutput shipped(execute(execution, Observer::kOff), module, Observer::kOff, verdict.samples);
  RunnerOutput observed(execute(execution, Observer::kOn), module, Observer::kOn, verdict.samples);

  codegen::Executor executor(graph);
  Comparison comparison(module, executor, target.name);
  for (int64_t sample = 0; sample < verdict.samples && !verdict.mismatch; ++sample) {
    executor.run(inputs.next());
    known.next();
    shipped.next();
    observed.next();
    verdict.mismatch = comparison.compare(known, shipped, observed);
    if (verdict.mismatch) verdict.mismatch->sample = sample;
  }
  verdict.bytes = comparison.bytes();
  return verdict;
}

}  // namespace bitstill::firmware
