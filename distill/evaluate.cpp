#include "distill/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "codegen/codegen.h"
#include "codegen/reference/executor.h"
#include "configs/support/error.h"
#include "distill/quantize/simulate.h"
#include "distill/student.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

using train::Score;

struct IntegerOutputs {
  torch::Tensor bytes;   // int8, of the artifact's output
  torch::Tensor real;    // the same on its grid
  torch::Tensor logits;  // int8
};

// The tensor that softmax reads, or the output where there is no softmax at the end.
int logits_tensor(const codegen::Graph& graph) {
  const codegen::Operator& last = *graph.operators.back();
  return last.name() == "SOFTMAX" ? last.inputs.at(0) : graph.outputs.at(0);
}

codegen::Graph load_artifact(const configs::ExperimentConfig& config, const train::RunFolder& folder) {
  if (!std::filesystem::exists(folder.artifact())) {
    throw Error(
        fmt::format("{}: is not there yet; run `bitstill distill {}`", folder.artifact().string(), config.place.file));
  }
  return codegen::load_graph(folder.artifact());
}

IntegerOutputs run_reference(const codegen::Graph& graph, const torch::Tensor& inputs) {
  const int output = graph.outputs.at(0);
  const int logits = logits_tensor(graph);
  const codegen::Quantization& grid = graph.tensor(output).quantization;
  const int64_t count = inputs.size(0);
  if (inputs.numel() != count * graph.input_bytes()) {
    throw Error(fmt::format("the artifact takes {} bytes but the dataset's samples have {}; distil the student again",
                            graph.input_bytes(), inputs.numel() / count));
  }
  torch::Tensor outputs = torch::empty({count, graph.tensor(output).bytes()}, torch::kInt8);
  torch::Tensor before = torch::empty({count, graph.tensor(logits).bytes()}, torch::kInt8);
  const torch::Tensor flat = inputs.contiguous();
  const auto* input_bytes = reinterpret_cast<const uint8_t*>(flat.data_ptr<int8_t>());
  const auto size = static_cast<size_t>(graph.input_bytes());

  codegen::Executor executor(graph);
  for (int64_t i = 0; i < count; ++i) {
    executor.run({input_bytes + static_cast<size_t>(i) * size, size});
    std::ranges::copy(executor.bytes(output), reinterpret_cast<uint8_t*>(outputs[i].data_ptr<int8_t>()));
    std::ranges::copy(executor.bytes(logits), reinterpret_cast<uint8_t*>(before[i].data_ptr<int8_t>()));
  }
  return {outputs, (outputs.to(torch::kFloat) - grid.zero_point()) * grid.scale(), before};
}

// The artifact may lie in the run folder from an earlier student of the same shape.
bool is_artifact_of(const IntegerNetwork& network, const torch::Tensor& inputs, const torch::Tensor& outputs) {
  const auto bytes = [](const torch::Tensor& tensor) {
    return std::span<const int8_t>(tensor.data_ptr<int8_t>(), static_cast<size_t>(tensor.numel()));
  };
  return std::ranges::equal(simulate(network, bytes(inputs.contiguous())).back(), bytes(outputs));
}

std::map<int32_t, int64_t> count_differences(const torch::Tensor& fake_quant, const torch::Tensor& int8) {
  const torch::Tensor steps = (fake_quant.to(torch::kInt32) - int8.to(torch::kInt32)).abs().contiguous();
  std::map<int32_t, int64_t> counts;
  for (int64_t i = 0; i < steps.numel(); ++i) {
    if (const int32_t apart = steps.data_ptr<int32_t>()[i]; apart != 0) ++counts[apart];
  }
  return counts;
}

std::string row(const std::string& name, const Score& score) {
  if (!score.classification) return fmt::format("{:<22} {:>10.5f}\n", name, score.value);
  return fmt::format("{:<22} {:>8.2f} % {:>8.2f} %\n", name, 100 * score.value, 100 * (1 - score.value));
}

}  // namespace

StudentScores float_and_fake_quant_scores(const configs::ExperimentConfig& config, const train::RunFolder& folder) {
  const train::Workbench bench(config);
  StudentScores scores;
  scores.test = train::load_samples(bench.splits, *bench.splits.test, "test");
  const auto measure = [&](train::Model& model) {
    return score(predict(model, scores.test.inputs), scores.test, train::supervised_loss);
  };
  if (config.distillation.alpha > 0) scores.teacher = measure(*load_teacher(config, folder, bench));
  scores.float_student = measure(*load_student(config, folder, bench));

  const auto quantized = load_quantized_student(config, folder, bench);
  scores.fake_quant = measure(*quantized);
  const torch::NoGradGuard no_gradients;
  const torch::Tensor inputs = scores.test.inputs.to(bench.device);
  scores.inputs = quantize(inputs, quantized->input_grid()).int8().cpu();
  scores.logits = quantized->forward_integers(inputs).int8().cpu();
  scores.network = quantized->integers();
  return scores;
}

Evaluation evaluate_student(const configs::ExperimentConfig& config, const train::RunFolder& folder) {
  const StudentScores scores = float_and_fake_quant_scores(config, folder);
  const codegen::Graph graph = load_artifact(config, folder);
  const IntegerOutputs integers = run_reference(graph, scores.inputs);
  if (integers.logits.sizes() != scores.logits.sizes() ||
      !is_artifact_of(scores.network, scores.inputs, integers.bytes)) {
    throw Error(fmt::format("{}: is not the student of this config; run `bitstill distill {}`",
                            folder.artifact().string(), config.place.file));
  }
  return {scores.test.size(),
          scores.teacher,
          scores.float_student,
          scores.fake_quant,
          score(integers.real, scores.test, train::supervised_loss),
          scores.logits.numel(),
          count_differences(scores.logits, integers.logits)};
}

std::string Evaluation::table() const {
  std::string text = fmt::format("{:<22} {:>10}{}\n", fmt::format("{} test samples", samples),
                                 int8.classification ? "accuracy" : "rmse", int8.classification ? "      error" : "");
  if (teacher) text += row("teacher, float", *teacher);
  text += row("student, float", float_student);
  text += row("student, fake-quant", fake_quant);
  text += row("student, int8", int8);
  if (differing.empty()) return text + fmt::format("all {} outputs equal between fake-quant and int8\n", logits);
  for (const auto& [steps, count] : differing) {
    text += fmt::format("{} of {} outputs differ by {} step{} between fake-quant and int8\n", count, logits, steps,
                        steps == 1 ? "" : "s");
  }
  return text;
}

nlohmann::ordered_json Evaluation::json() const {
  nlohmann::ordered_json json{{"samples", samples}, {"measure", int8.name()}};
  if (teacher) json["teacher"] = teacher->value;
  json["float"] = float_student.value;
  json["fake_quant"] = fake_quant.value;
  json["int8"] = int8.value;
  json["logits"] = logits;
  json["differing_by_steps"] = nlohmann::ordered_json::object();
  for (const auto& [steps, count] : differing) json["differing_by_steps"][std::to_string(steps)] = count;
  return json;
}

std::vector<uint8_t> quantized_test_inputs(const configs::ExperimentConfig& config, const train::RunFolder& folder,
                                           int64_t count) {
  const train::Workbench bench(config);
  const train::Samples test = train::load_samples(bench.splits, *bench.splits.test, "test");
  const Grid grid = load_quantized_student(config, folder, bench)->input_grid();
  const torch::Tensor inputs = quantize(test.inputs.slice(0, 0, count), grid).int8().contiguous();
  std::vector<uint8_t> bytes(static_cast<size_t>(inputs.numel()));
  std::memcpy(bytes.data(), inputs.data_ptr<int8_t>(), bytes.size());
  return bytes;
}

}  // namespace bitstill::distill
