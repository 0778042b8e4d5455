#include "train/loop/losses.h"

#include <fmt/format.h>

#include "configs/support/error.h"

namespace bitstill::train {
namespace {

struct ClassOptions {
  torch::Tensor weights;  // float32 [classes]; undefined means 1 for each
  double label_smoothing = 0;
};

torch::Tensor class_loss(const torch::Tensor& outputs, const Samples& samples, const ClassOptions& options) {
  const torch::Tensor weights = options.weights.defined() ? options.weights.to(outputs.device()) : torch::Tensor();
  const auto loss = [&](const torch::Tensor& targets) {
    return torch::cross_entropy_loss(outputs, targets, weights, at::Reduction::Mean, -100, options.label_smoothing);
  };
  if (!samples.other_targets.defined()) return loss(samples.targets);
  return samples.share * loss(samples.targets) + (1 - samples.share) * loss(samples.other_targets);
}

torch::Tensor balanced_weights(const Samples& train, int64_t classes) {
  const torch::Tensor counts = torch::bincount(train.targets.cpu(), {}, classes).to(torch::kFloat);
  return static_cast<float>(train.size()) / (static_cast<float>(classes) * counts.clamp_min(1));
}

void check_fit(const configs::TrainingConfig& config, const configs::Place& place, const Samples& train,
               int64_t outputs) {
  const auto given = static_cast<int64_t>(config.class_weights.size());
  if (train.classification() && given != 0 && given != outputs) {
    throw Error(fmt::format("{}: class_weights has {} numbers but the dataset has {} classes; give one for each",
                            place.text(), given, outputs));
  }
  const bool of_classes = config.label_smoothing > 0 || config.balance_classes || given != 0;
  if (!train.classification() && of_classes) {
    throw Error(place.text() +
                ": label_smoothing, balance_classes and class_weights are for classes but the dataset has values to "
                "predict; remove them");
  }
}

}  // namespace

torch::Tensor supervised_loss(const torch::Tensor& outputs, const Samples& samples) {
  return samples.classification() ? class_loss(outputs, samples, {}) : torch::mse_loss(outputs, samples.targets);
}

LossFunction make_supervised_loss(const configs::TrainingConfig& config, const configs::Place& place,
                                  const Samples& train, int64_t outputs) {
  check_fit(config, place, train, outputs);
  if (!train.classification()) return supervised_loss;
  ClassOptions options{{}, config.label_smoothing};
  if (config.balance_classes) options.weights = balanced_weights(train, outputs);
  if (!config.class_weights.empty()) options.weights = torch::tensor(config.class_weights, torch::kFloat);
  return
      [options](const torch::Tensor& outputs, const Samples& samples) { return class_loss(outputs, samples, options); };
}

}  // namespace bitstill::train
