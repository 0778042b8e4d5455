#include "firmware/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/reference/executor.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/execute.h"
#include "firmware/targets/runner_output.h"
#include "firmware/targets/sample_file.h"
#include "firmware/verify/beginning.h"
#include "firmware/verify/reference.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReference = "reference executor";

// Bytes known beforehand: of every layer (the module's own vectors), of the outputs, or none.
class Expectation {
 public:
  Expectation(const ModuleFolder& module, const VerifyRequest& request, int64_t samples) {
    if (request.inputs.empty() && !request.from_pcm) {
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

  std::optional<Mismatch> compare_features(std::span<const uint8_t> expected, int64_t coefficients,
                                           const RunnerOutput& shipped, const RunnerOutput& observed) {
    const ModuleBorder& input = module_.inputs.at(0);
    auto mismatch = judge({{"front-end on this machine", expected},
                           {shipped_, shipped.features()},
                           {shipped_ + ", hop by hop", shipped.streamed_features()},
                           {observed_, observed.features()},
                           {observed_ + ", hop by hop", observed.streamed_features()}},
                          {"front-end", "features", input.tensor, input.bytes, 0});
    if (mismatch) mismatch->coefficients = coefficients;
    return mismatch;
  }

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

std::string describe(const Verdict& verdict, const ModuleFolder& module) {
  if (verdict.mismatch) return verdict.mismatch->text();
  const auto& front_end = verdict.front_end;
  const std::string features =
      front_end ? fmt::format("{} x {} features, ", front_end->frames(), front_end->coefficients) : "";
  return fmt::format("every byte equal: {}{} layers, {} {}, {} bytes", features, module.layers.size(), verdict.samples,
                     front_end ? "clips" : "samples", verdict.bytes);
}

Verdict verify(const ModuleFolder& module, const VerifyRequest& request, const Target& target) {
  const codegen::Graph graph = load_reference(module);
  const TemporaryFolder folder;
  const Beginning beginning = find_beginning(module, request, graph, folder.path());
  ExpectedInputs inputs(beginning);
  Expectation known(module, request, inputs.samples());
  Verdict verdict;
  verdict.samples = request.samples > 0 ? std::min(request.samples, inputs.samples()) : inputs.samples();
  if (beginning.front_end) verdict.front_end = beginning.front_end->parameters();

  Execution execution{target, module, folder.path() / "inputs.bin", verdict.samples, folder.path()};
  copy_samples(SampleFile(beginning.file, beginning.sample_bytes), verdict.samples, execution.inputs);
  const auto run = [&](Observer observer) {
    const RunnerKind kind(observer, request.from_pcm ? Source::kPcm : Source::kInputs);
    return RunnerOutput(execute(execution, kind), module, kind, verdict.samples);
  };
  RunnerOutput shipped = run(Observer::kOff);
  RunnerOutput observed = run(Observer::kOn);

  codegen::Executor executor(graph);
  Comparison comparison(module, executor, target.name);
  for (int64_t sample = 0; sample < verdict.samples && !verdict.mismatch; ++sample) {
    inputs.next();
    known.next();
    shipped.next();
    observed.next();
    executor.run(inputs.bytes());
    if (verdict.front_end) {
      verdict.mismatch =
          comparison.compare_features(inputs.bytes(), verdict.front_end->coefficients, shipped, observed);
    }
    if (!verdict.mismatch) verdict.mismatch = comparison.compare(known, shipped, observed);
    if (!verdict.mismatch) continue;
    verdict.mismatch->sample = sample;
    if (!beginning.recordings.empty()) verdict.mismatch->recording = beginning.recordings[static_cast<size_t>(sample)];
  }
  verdict.bytes = comparison.bytes();
  return verdict;
}

}  // namespace bitstill::firmware
