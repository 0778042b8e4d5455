#include "firmware/listen/spoken_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "codegen/front_end.h"
#include "configs/schema/utf8.h"
#include "configs/support/error.h"

namespace bitstill::firmware {
namespace {

features::Parameters front_end_in(const codegen::Graph& graph, const std::string& path) {
  std::optional<features::Parameters> parameters;
  try {
    parameters = codegen::front_end_of(graph);
  } catch (const Error& error) {
    throw Error(path + ": " + error.what());
  }
  if (!parameters) {
    throw Error(
        path +
        ": has no front-end in its metadata, expected an artifact trained on recordings; raw tensors go through "
        "bitstill infer");
  }
  return *parameters;
}

// Empty where the metadata has none.
std::vector<std::string> labels_in(const codegen::Graph& graph) {
  const auto metadata = nlohmann::json::parse(graph.metadata, nullptr, false);
  std::vector<std::string> labels;
  if (!metadata.is_object() || !metadata.contains("labels") || !metadata["labels"].is_array()) return labels;
  for (const auto& label : metadata["labels"]) {
    labels.push_back(label.is_string() ? configs::one_line(label.get<std::string>()) : label.dump());
  }
  return labels;
}

std::vector<double> softmax(std::vector<double> logits) {
  const double most = *std::ranges::max_element(logits);
  double sum = 0;
  for (double& value : logits) sum += value = std::exp(value - most);
  for (double& value : logits) value /= sum;
  return logits;
}

// The grid that softmax and sigmoid always have.
bool is_of_probabilities(const codegen::Quantization& grid) {
  return grid.scale() == 1.0F / 256 && grid.zero_point() == -128;
}

}  // namespace

SpokenModel::SpokenModel(const std::filesystem::path& artifact)
    : path_(artifact.string()), graph_(codegen::load_graph(artifact)) {
  front_end_ = std::make_unique<features::FrontEnd>(front_end_in(graph_, path_));
  const codegen::Tensor& output = graph_.tensor(graph_.outputs.at(0));
  if (graph_.outputs.size() != 1 || output.type != codegen::ElementType::kInt8) {
    throw Error(fmt::format("{}: has {} outputs, the first {}, expected one of int8 with a score for each word", path_,
                            graph_.outputs.size(), describe(output)));
  }
  labels_ = labels_in(graph_);
  const auto outputs = static_cast<size_t>(output.elements());
  if (labels_.empty()) {
    for (size_t i = 0; i < outputs; ++i) labels_.push_back(std::to_string(i));
  }
  if (labels_.size() != outputs) {
    throw Error(fmt::format("{}: its metadata has {} labels, expected {}, one for each output; export it again", path_,
                            labels_.size(), outputs));
  }
}

double SpokenModel::seconds(int64_t samples) const {
  return static_cast<double>(samples) / static_cast<double>(parameters().sample_rate);
}

std::vector<int8_t> Listener::outputs(std::span<const int16_t> clip) {
  const std::vector<int8_t> features = model_.front_end().features(clip);
  executor_.run(std::span(reinterpret_cast<const uint8_t*>(features.data()), features.size()));
  const auto bytes = executor_.bytes(model_.graph().outputs[0]);
  return {bytes.begin(), bytes.end()};
}

std::vector<double> Listener::scores(std::span<const int16_t> clip) {
  const codegen::Quantization& grid = model_.graph().tensor(model_.graph().outputs[0]).quantization;
  std::vector<double> scores;
  for (const int8_t output : outputs(clip)) scores.push_back(grid.scale() * (output - grid.zero_point()));
  return is_of_probabilities(grid) ? scores : softmax(std::move(scores));
}

}  // namespace bitstill::firmware
