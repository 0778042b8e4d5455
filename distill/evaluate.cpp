#include "distill/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "configs/support/error.h"
#include "distill/integers.h"
#include "distill/quantize/simulate.h"
#include "distill/student.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

using train::Score;

// The tensor that softmax reads, or the output where there is no softmax at the end.
int logits_tensor(const codegen::Graph& graph) {
  const codegen::Operator& last = *graph.operators.back();
  return last.name() == "SOFTMAX" ? last.inputs.at(0) : graph.outputs.at(0);
}

// Every layer's output of so many samples is held at once.
constexpr int64_t kSamplesAtOnce = 256;

// The artifact may lie in the run folder from an earlier student of the same shape.
bool is_artifact_of(const IntegerNetwork& network, const torch::Tensor& inputs, const torch::Tensor& outputs) {
  const auto bytes = [](const torch::Tensor& tensor) {
    return std::span<const int8_t>(tensor.data_ptr<int8_t>(), static_cast<size_t>(tensor.numel()));
  };
  const std::vector<torch::Tensor> parts = inputs.contiguous().split(kSamplesAtOnce);
  const std::vector<torch::Tensor> expected = outputs.contiguous().split(kSamplesAtOnce);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!std::ranges::equal(simulate(network, bytes(parts[i])).back(), bytes(expected[i]))) return false;
  }
  return true;
}

torch::Tensor fake_quant_logits(QuantizedStudent& quantized, const torch::Tensor& inputs) {
  std::vector<torch::Tensor> logits;
  for (const torch::Tensor& part : inputs.split(kSamplesAtOnce)) {
    logits.push_back(quantized.forward_integers(part).int8().cpu());
  }
  return torch::cat(logits);
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

StudentScores float_and_fake_quant_scores(train::Run& run) {
  const train::Workbench& bench = run.bench();
  StudentScores scores;
  scores.test = bench.test;
  const auto measure = [&](train::Model& model) {
    return score(predict(model, scores.test.inputs, bench.device), scores.test, train::supervised_loss);
  };
  if (run.config().distillation.alpha > 0) {
    scores.teacher = score(load_teacher_outputs(run).test, scores.test, train::supervised_loss);
  }
  scores.float_student = measure(*load_student(run));

  const auto quantized = load_quantized_student(run);
  scores.fake_quant = measure(*quantized);
  const torch::NoGradGuard no_gradients;
  const torch::Tensor inputs = scores.test.inputs.to(bench.device);
  scores.inputs = quantize(inputs, quantized->input_grid()).int8().cpu();
  scores.logits = fake_quant_logits(*quantized, inputs);
  scores.network = quantized->integers();
  return scores;
}

namespace {

Evaluation measure(train::Run& run) {
  const StudentScores scores = float_and_fake_quant_scores(run);
  const codegen::Graph graph = load_artifact(run);
  const int output = graph.outputs.at(0);
  const std::vector<torch::Tensor> integers = run_integers(graph, scores.inputs, {output, logits_tensor(graph)});
  const torch::Tensor real = real_values(graph.tensor(output), integers[0]);
  const torch::Tensor& logits = integers[1];
  if (logits.sizes() != scores.logits.sizes() || !is_artifact_of(scores.network, scores.inputs, integers[0])) {
    throw Error(fmt::format("{}: is not the student of this config; run `bitstill distill {}`",
                            run.folder().artifact().string(), run.config().place.file));
  }
  return {scores.test.size(),
          scores.teacher,
          scores.float_student,
          scores.fake_quant,
          score(real, scores.test, train::supervised_loss),
          scores.logits.numel(),
          count_differences(scores.logits, logits)};
}

}  // namespace

Evaluation evaluate_student(train::Run& run) {
  const train::StageTask task{"evaluation", run.recipes().artifact, {run.folder().artifact().filename()}};
  return Evaluation::from(run.stage(task, [&] { return measure(run).json(); }));
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

Evaluation Evaluation::from(const nlohmann::ordered_json& json) {
  const auto score = [&](const char* name) { return Score{json.at("measure") == "accuracy", json.at(name), 0}; };
  Evaluation evaluation;
  evaluation.samples = json.at("samples");
  if (json.contains("teacher")) evaluation.teacher = score("teacher");
  evaluation.float_student = score("float");
  evaluation.fake_quant = score("fake_quant");
  evaluation.int8 = score("int8");
  evaluation.logits = json.at("logits");
  for (const auto& [steps, count] : json.at("differing_by_steps").items()) {
    evaluation.differing[std::stoi(steps)] = count;
  }
  return evaluation;
}

std::vector<uint8_t> quantized_test_inputs(train::Run& run, int64_t count) {
  const Grid grid = load_quantized_student(run)->input_grid();
  const torch::Tensor inputs = quantize(run.bench().test.inputs.slice(0, 0, count), grid).int8().contiguous();
  std::vector<uint8_t> bytes(static_cast<size_t>(inputs.numel()));
  std::memcpy(bytes.data(), inputs.data_ptr<int8_t>(), bytes.size());
  return bytes;
}

}  // namespace bitstill::distill
