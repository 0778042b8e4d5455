#include "firmware/listen/spoken_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "codegen/codegen.h"
#include "codegen/front_end.h"
#include "codegen/listening.h"
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

std::string crop_in(const codegen::Graph& graph, const std::string& path) {
  try {
    return codegen::crop_of(graph);
  } catch (const Error& error) {
    throw Error(path + ": " + error.what());
  }
}

std::vector<double> softmax(std::vector<double> logits) {
  const double most = *std::ranges::max_element(logits);
  double sum = 0;
  for (double& value : logits) sum += value = std::exp(value - most);
  for (double& value : logits) value /= sum;
  return logits;
}

}  // namespace

SpokenModel::SpokenModel(const std::filesystem::path& artifact)
    : path_(artifact.string()), graph_(codegen::load_graph(artifact)) {
  front_end_ = std::make_unique<features::FrontEnd>(front_end_in(graph_, path_));
  crop_ = crop_in(graph_, path_);
  const codegen::Tensor& output = graph_.tensor(graph_.outputs.at(0));
  if (graph_.outputs.size() != 1 || output.type != codegen::ElementType::kInt8) {
    throw Error(fmt::format("{}: has {} outputs, the first {}, expected one of int8 with a score for each word", path_,
                            graph_.outputs.size(), describe(output)));
  }
  for (const std::string& label : codegen::labels_of(graph_)) labels_.push_back(configs::one_line(label));
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

bool SpokenModel::gives_probabilities() const {
  const codegen::Quantization& grid = graph_.tensor(graph_.outputs[0]).quantization;
  return grid.scale() == 1.0F / 256 && grid.zero_point() == -128;
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
  return model_.gives_probabilities() ? scores : softmax(std::move(scores));
}

}  // namespace bitstill::firmware
