#include "distill/insight.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "distill/integers.h"
#include "distill/layer_noise.h"
#include "distill/mistakes.h"
#include "distill/recognition.h"
#include "distill/student.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kNoiseSamples = 1000;
constexpr int64_t kPoints = 600;
constexpr int64_t kOutputs = 4;
constexpr size_t kMistakes = 24;

// The student on the test set, in float and in integers.
struct Outcome {
  train::Samples test;
  torch::Tensor inputs;    // int8 [n, input shape...]
  torch::Tensor in_float;  // [n, outputs]
  torch::Tensor in_int8;   // [n, outputs], real numbers
};

Json size_of(const train::NetworkPlan& plan) {
  return {{"widths", plan.widths()}, {"parameters", plan.parameters()}, {"macs", plan.macs()}};
}

// Nothing where a file made elsewhere teaches: its size is not known.
std::optional<Json> size_of_teacher(train::Run& run) {
  const configs::TeacherConfig& config = run.config().teacher;
  const train::NetworkPurpose& purpose = run.bench().purpose;
  Json size{{"widths", train::describe_teacher(config, purpose)}, {"parameters", 0}, {"macs", 0}};
  for (const train::TeacherMember& member : train::teacher_members(config)) {
    if (!member.trained_here()) return std::nullopt;
    const train::NetworkPlan plan = plan_network(member.config.network, purpose);
    size["parameters"] = size["parameters"].get<int64_t>() + plan.parameters();
    size["macs"] = size["macs"].get<int64_t>() + plan.macs();
  }
  return size;
}

// Six digits are more than a chart shows, and a third of the bytes.
Json numbers(const torch::Tensor& values) {
  Json list = Json::array();
  for (int64_t i = 0; i < values.numel(); ++i)
    list.push_back(std::stod(fmt::format("{:.6g}", values[i].item<float>())));
  return list;
}

// [frames, coefficients, 1] as people draw a spectrogram.
torch::Tensor upright(const torch::Tensor& features) { return features.squeeze(2).t().flip(0); }

std::string picture(const torch::Tensor& input) {
  const torch::Tensor flat = input.contiguous();
  std::string digits;
  for (int64_t i = 0; i < flat.numel(); ++i) digits += fmt::format("{:02x}", flat.data_ptr<int8_t>()[i] + 128);
  return digits;
}

// A chart shows no more; the first and the last point stay.
constexpr size_t kRocPoints = 200;

void add_roc(Json& json, const torch::Tensor& confidences, const torch::Tensor& labels) {
  json["roc"] = Json::array();
  for (int64_t label = 0; label < confidences.size(1); ++label) {
    std::vector<double> scores;
    std::vector<bool> is_class;
    for (int64_t i = 0; i < labels.size(0); ++i) {
      scores.push_back(confidences[i][label].item<float>());
      is_class.push_back(labels[i].item<int64_t>() == label);
    }
    const Roc roc = receiver_operating_characteristic(scores, is_class);
    Json points = Json::array();
    const size_t step = roc.points.size() / kRocPoints + 1;
    for (size_t i = 0; i < roc.points.size(); ++i) {
      if (i % step != 0 && i + 1 != roc.points.size()) continue;
      points.push_back({roc.points[i].false_alarms, roc.points[i].hits});
    }
    json["roc"].push_back({{"label", label}, {"area", roc.area}, {"points", std::move(points)}});
  }
}

// What the dataset knows of each test sample beyond its numbers.
struct Origins {
  std::vector<std::string> speakers, sources;
};

Origins origins_of(const datasets::Dataset& test) {
  Origins origins;
  for (int64_t i = 0; i < test.size(); ++i) {
    const datasets::Sample sample = test.get(i);
    origins.speakers.push_back(sample.speaker);
    origins.sources.push_back(sample.source);
  }
  return origins;
}

void add_speakers(Json& json, const Origins& origins, const torch::Tensor& given, const torch::Tensor& labels) {
  for (const SpeakerScore& score : by_speaker(origins.speakers, given, labels)) {
    json["speakers"].push_back({{"speaker", score.speaker}, {"samples", score.samples}, {"right", score.right}});
  }
}

void add_classification(Json& json, const Outcome& outcome, const datasets::Splits& splits, bool probabilities) {
  const bool pictures = splits.input_shape.size() == 3 && splits.input_shape[2] == 1;
  json["labels"] = splits.class_names;
  json["confusion"] = confusion_matrix(outcome.in_int8, outcome.test.targets);
  const bool recordings = splits.front_end.has_value();
  const Origins origins = recordings ? origins_of(*splits.test) : Origins();
  if (pictures) json["picture_shape"] = {splits.input_shape[recordings], splits.input_shape[!recordings]};
  json["mistakes"] = Json::array();
  const torch::Tensor confidences = probabilities ? outcome.in_int8 : torch::softmax(outcome.in_int8, 1);
  add_roc(json, confidences, outcome.test.targets);
  add_speakers(json, origins, confidences.argmax(1), outcome.test.targets);
  for (const Mistake& mistake : surest_mistakes(confidences, outcome.test.targets, kMistakes)) {
    Json entry = {{"index", mistake.index},
                  {"label", mistake.label},
                  {"given", mistake.given},
                  {"confidence", mistake.confidence}};
    const torch::Tensor input = outcome.inputs[mistake.index];
    if (recordings) entry["source"] = origins.sources[static_cast<size_t>(mistake.index)];
    if (pictures) entry["picture"] = picture(recordings ? upright(input) : input);
    json["mistakes"].push_back(std::move(entry));
  }
}

void add_regression(Json& json, const Outcome& outcome) {
  const int64_t count = outcome.test.size();
  torch::Tensor chosen = torch::arange(count);
  const torch::Tensor x = outcome.test.inputs.flatten(1);
  if (x.size(1) == 1) chosen = x.squeeze(1).argsort();
  if (count > kPoints) {
    chosen = chosen.index_select(0, torch::arange(kPoints).mul(count - 1).floor_divide(kPoints - 1));
  }
  if (x.size(1) == 1) json["x"] = numbers(x.squeeze(1).index_select(0, chosen));
  json["outputs"] = Json::array();
  for (int64_t output = 0; output < std::min(outcome.in_int8.size(1), kOutputs); ++output) {
    const auto column = [&](const torch::Tensor& values) {
      return numbers(values.select(1, output).index_select(0, chosen));
    };
    json["outputs"].push_back({{"target", column(outcome.test.targets)},
                               {"float", column(outcome.in_float)},
                               {"int8", column(outcome.in_int8)}});
  }
}

}  // namespace

Json student_insight(train::Run& run) {
  const train::Workbench& bench = run.bench();
  const codegen::Graph graph = load_artifact(run);
  const auto student = load_student(run);
  const codegen::Tensor& output = graph.tensor(graph.outputs.at(0));

  Outcome outcome;
  outcome.test = bench.test;
  outcome.inputs = quantize(outcome.test.inputs, load_quantized_student(run)->input_grid()).int8();
  outcome.in_float = predict(*student, outcome.test.inputs, bench.device);
  outcome.in_int8 = real_values(output, run_integers(graph, outcome.inputs, {output.index})[0]);

  Json json{{"task", outcome.test.classification() ? "classification" : "regression"}};
  if (run.config().distillation.alpha > 0) {
    if (const auto teacher = size_of_teacher(run)) json["networks"]["teacher"] = *teacher;
  }
  json["networks"]["student"] = size_of(student->plan());

  const int64_t noise_samples = std::min(kNoiseSamples, outcome.test.size());
  json["noise_samples"] = noise_samples;
  json["layers"] = Json::array();
  for (const LayerNoise& layer :
       measure_layer_noise(*student, graph, outcome.test.inputs.slice(0, 0, noise_samples).to(bench.device),
                           outcome.inputs.slice(0, 0, noise_samples))) {
    const Json decibels = std::isfinite(layer.decibels) ? Json(layer.decibels) : Json();
    json["layers"].push_back({{"tensor", layer.tensor}, {"block", layer.block}, {"sqnr_db", decibels}});
  }
  if (outcome.test.classification()) {
    add_classification(json, outcome, bench.splits, student->plan().ends_with_softmax());
  } else {
    add_regression(json, outcome);
  }
  return json;
}

}  // namespace bitstill::distill
