#include "distill/compress/step_effects.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <set>

#include "codegen/inspect/footprint.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "configs/support/units.h"
#include "distill/compress/take_steps.h"
#include "distill/export/artifact.h"
#include "distill/export/metadata.h"
#include "distill/integers.h"
#include "distill/module_of.h"
#include "distill/student.h"

namespace bitstill::distill {
namespace {

using Json = nlohmann::ordered_json;
using train::Run;
using train::Score;

void count_weights(StepEffect& effect, const IntegerNetwork& network) {
  for (const IntegerBlock& block : network.blocks) {
    if (block.weights.empty()) continue;
    LayerEffect layer{block.block.name, static_cast<int64_t>(block.weights.size()), 0, 0};
    layer.nonzero = layer.weights - std::ranges::count(block.weights, 0);
    layer.different = static_cast<int64_t>(std::set<int8_t>(block.weights.begin(), block.weights.end()).size());
    const auto biases = static_cast<int64_t>(block.bias.size());
    effect.parameters += layer.weights + biases;
    effect.nonzero += layer.nonzero + biases - std::ranges::count(block.bias, 0);
    effect.layers.push_back(std::move(layer));
  }
}

// `artifact` holds the quantised student, `name` is the row's.
StepEffect effect_of(Run& run, const std::string& name, const std::vector<uint8_t>& artifact, train::Network& student,
                     QuantizedStudent& quantized) {
  const train::Workbench& bench = run.bench();
  const torch::NoGradGuard no_gradients;
  const auto measure = [&](train::Model& model) {
    return score(predict(model, bench.test.inputs, bench.device), bench.test, train::supervised_loss);
  };
  StepEffect effect;
  effect.step = name;
  effect.float_student = measure(student);
  effect.fake_quant = measure(quantized);
  count_weights(effect, quantized.integers());
  effect.file_bytes = static_cast<int64_t>(artifact.size());
  effect.zipped_bytes = zipped_size(artifact);

  const codegen::Compiled compiled = compile_module(artifact, run.folder().artifact().string(), run.config());
  const codegen::Footprint footprint = codegen::footprint(compiled.graph, compiled.plan);
  effect.flash_bytes = footprint.flash_bytes;
  effect.macs = footprint.macs;
  effect.arena_bytes = footprint.ram_bytes;
  const torch::Tensor inputs = quantize(bench.test.inputs, quantized.input_grid()).int8();
  const int output = compiled.graph.outputs.at(0);
  const torch::Tensor integers = run_integers(compiled.graph, inputs, {output})[0];
  effect.int8 = score(real_values(compiled.graph.tensor(output), integers), bench.test, train::supervised_loss);
  return effect;
}

StepEffect effect_of_step(Run& run, const std::string& name, size_t steps) {
  const CompressedStudent student = load_compressed(run, steps);
  const auto quantized = make_quantized_student(run, student);
  train::seed_stage(run.config(), train::Stage::kQuantize);
  calibrate(run, student, *quantized);
  student.network->eval();
  quantized->eval();
  const std::string metadata = artifact_metadata(run.bench(), quantized->plan(), {});
  return effect_of(run, name, write_artifact(quantized->integers(), metadata), *student.network, *quantized);
}

StepEffect effect_of_artifact(Run& run) {
  const auto student = load_student(run);
  const auto quantized = load_quantized_student(run);
  return effect_of(run, "quantized", read_file(run.folder().artifact()), *student, *quantized);
}

std::string accuracy(const Score& score) {
  return score.classification ? fmt::format("{:.2f} %", 100 * score.value) : fmt::format("{:.5f}", score.value);
}

}  // namespace

int64_t zipped_size(const std::vector<uint8_t>& bytes) {
  uLongf size = compressBound(bytes.size());
  std::vector<uint8_t> zipped(size);
  if (compress2(zipped.data(), &size, bytes.data(), bytes.size(), Z_BEST_COMPRESSION) != Z_OK) {
    throw Error("the artifact cannot be zipped: there is not enough memory");
  }
  return static_cast<int64_t>(size);
}

std::vector<StepEffect> measure_steps(Run& run) {
  const configs::ExperimentConfig& config = run.config();
  if (config.compress.empty()) return {};
  configs::ExperimentConfig part;
  part.name = config.name;
  part.quantization = config.quantization;
  part.module = config.module;
  const std::string measured_as = configs::print_experiment(part);
  std::vector<StepEffect> effects;
  const auto measure = [&](const std::string& name, const std::string& recipe, const auto& work) {
    effects.push_back(StepEffect::from(run.stage({"effect_" + name, recipe, {}}, [&] { return work().json(); })));
  };
  measure("float", train::chained(run.recipes().student, measured_as), [&] { return effect_of_step(run, "float", 0); });
  for (size_t i = 0; i < run.recipes().compressed.size(); ++i) {
    const std::string name = step_name(config, i);
    measure(name, train::chained(run.recipes().compressed[i], measured_as),
            [&] { return effect_of_step(run, name, i + 1); });
  }
  measure("quantized", train::chained(run.recipes().artifact, measured_as), [&] { return effect_of_artifact(run); });
  return effects;
}

std::string table(const std::vector<StepEffect>& effects) {
  std::string text =
      fmt::format("{:<20} {:>10} {:>9} {:>9} {:>8} {:>8} {:>11} {:>8} {:>10} {:>10} {:>10}\n", "step", "parameters",
                  "non-zero", ".tflite", "zipped", "flash", "MACs", "arena", "float", "fake-quant", "int8");
  for (const StepEffect& effect : effects) {
    text += fmt::format("{:<20} {:>10} {:>9} {:>9} {:>8} {:>8} {:>11} {:>8} {:>10} {:>10} {:>10}\n", effect.step,
                        with_commas(effect.parameters), with_commas(effect.nonzero), with_commas(effect.file_bytes),
                        with_commas(effect.zipped_bytes), with_commas(effect.flash_bytes), with_commas(effect.macs),
                        with_commas(effect.arena_bytes), accuracy(effect.float_student), accuracy(effect.fake_quant),
                        accuracy(effect.int8));
  }
  return text;
}

Json StepEffect::json() const {
  Json json{{"step", step},
            {"parameters", parameters},
            {"nonzero", nonzero},
            {"file_bytes", file_bytes},
            {"zipped_bytes", zipped_bytes},
            {"flash_bytes", flash_bytes},
            {"macs", macs},
            {"arena_bytes", arena_bytes},
            {"measure", int8.name()},
            {"float", float_student.value},
            {"fake_quant", fake_quant.value},
            {"int8", int8.value}};
  for (const LayerEffect& layer : layers) {
    json["layers"].push_back({{"layer", layer.layer},
                              {"weights", layer.weights},
                              {"nonzero", layer.nonzero},
                              {"different", layer.different}});
  }
  return json;
}

StepEffect StepEffect::from(const Json& json) {
  const auto score = [&](const char* name) { return Score{json.at("measure") == "accuracy", json.at(name), 0}; };
  StepEffect effect;
  effect.step = json.at("step");
  effect.parameters = json.at("parameters");
  effect.nonzero = json.at("nonzero");
  effect.file_bytes = json.at("file_bytes");
  effect.zipped_bytes = json.at("zipped_bytes");
  effect.flash_bytes = json.at("flash_bytes");
  effect.macs = json.at("macs");
  effect.arena_bytes = json.at("arena_bytes");
  effect.float_student = score("float");
  effect.fake_quant = score("fake_quant");
  effect.int8 = score("int8");
  for (const Json& layer : json.at("layers")) {
    effect.layers.push_back({layer.at("layer"), layer.at("weights"), layer.at("nonzero"), layer.at("different")});
  }
  return effect;
}

}  // namespace bitstill::distill
