#include "codegen/listening.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "codegen/detector/json.h"
#include "codegen/front_end.h"
#include "configs/support/error.h"
#include "datasets/features/blocks/history.h"

namespace bitstill::codegen {
namespace {

constexpr const char* kWhere = "detection in the metadata";

const Tensor& scores_of(const Graph& graph, size_t labels) {
  if (graph.outputs.size() != 1) {
    throw Error(fmt::format("{}: the model has {} outputs, expected one of scores", kWhere, graph.outputs.size()));
  }
  const Tensor& scores = graph.tensor(graph.outputs[0]);
  if (scores.type != ElementType::kInt8 || scores.elements() != static_cast<int64_t>(labels)) {
    throw Error(fmt::format("{}: the output is {} and there are {} labels, expected one int8 score for each label",
                            kWhere, describe(scores), labels));
  }
  return scores;
}

}  // namespace

int64_t Listening::hops_of_first_inference() const {
  return front_end.frames() - 1 +
         features::hops_kept(static_cast<int32_t>(front_end.window_samples),
                             static_cast<int32_t>(front_end.hop_samples));
}

int64_t Listening::samples_heard_at(int64_t inference) const {
  return (hops_of_first_inference() + inference * detection.inference_every) * front_end.hop_samples;
}

std::vector<std::string> labels_of(const Graph& graph) {
  const auto metadata = nlohmann::json::parse(graph.metadata, nullptr, false);
  std::vector<std::string> labels;
  if (!metadata.is_object() || !metadata.contains("labels") || !metadata["labels"].is_array()) return labels;
  for (const auto& label : metadata["labels"]) {
    if (label.is_string()) labels.push_back(label.get<std::string>());
  }
  return labels;
}

std::optional<Listening> listening_of(const Graph& graph) {
  const auto metadata = nlohmann::json::parse(graph.metadata, nullptr, false);
  if (!metadata.is_object() || !metadata.contains("detection")) return std::nullopt;
  const auto front_end = front_end_of(graph);
  if (!front_end) throw Error(fmt::format("{}: there is no front_end beside it, expected one to listen with", kWhere));
  Listening listening{*front_end, detector::from_json(metadata["detection"], kWhere), labels_of(graph), {}};
  const Tensor& scores = scores_of(graph, listening.labels.size());
  if (listening.detection.thresholds.size() != listening.labels.size()) {
    throw Error(fmt::format("{}: {} thresholds for {} labels, expected one for each", kWhere,
                            listening.detection.thresholds.size(), listening.labels.size()));
  }
  listening.threshold_sums = detector::threshold_sums(listening.detection, scores.quantization);
  return listening;
}

}  // namespace bitstill::codegen
