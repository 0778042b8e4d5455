#include "train/loop/meters.h"

#include <fmt/format.h>

#include <algorithm>

namespace bitstill::train {
namespace {

constexpr int64_t kChunk = 4096;

}  // namespace

bool Score::better_than(const Score& other) const {
  if (value != other.value) return classification ? value > other.value : value < other.value;
  return loss < other.loss;
}

std::string Score::text() const {
  return classification ? fmt::format("{:.2f} %", 100 * value) : fmt::format("rmse {:.5f}", value);
}

nlohmann::ordered_json Score::json() const { return {{"measure", name()}, {"value", value}, {"loss", loss}}; }

Score Score::from(const nlohmann::ordered_json& json) {
  return {json.at("measure") == "accuracy", json.at("value"), json.at("loss")};
}

Score score(const torch::Tensor& outputs, const Samples& samples, const LossFunction& loss) {
  const torch::NoGradGuard no_gradients;
  Score result{samples.classification(), 0, loss(outputs, samples).item<double>()};
  if (result.classification) {
    const auto right = outputs.argmax(1).eq(samples.targets).sum().item<int64_t>();
    result.value = static_cast<double>(right) / static_cast<double>(samples.size());
  } else {
    const torch::Tensor error = (outputs - samples.targets).to(torch::kDouble);
    result.value = error.square().mean().sqrt().item<double>();
  }
  return result;
}

torch::Tensor predict(Model& model, const torch::Tensor& inputs, const torch::Device& device) {
  const torch::NoGradGuard no_gradients;
  const bool training = model.is_training();
  model.eval();
  std::vector<torch::Tensor> outputs;
  for (int64_t begin = 0; begin < inputs.size(0); begin += kChunk) {
    const torch::Tensor chunk = inputs.slice(0, begin, std::min(begin + kChunk, inputs.size(0)));
    outputs.push_back(model.forward(chunk.to(device)).cpu());
  }
  model.train(training);
  return torch::cat(outputs);
}

}  // namespace bitstill::train
