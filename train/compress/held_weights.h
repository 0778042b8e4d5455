// Compression kept through training: pruned weights stay zero, those of a cluster stay one number, which is trained by
// the sum of their gradients.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "train/compress/ties.h"
#include "train/loop/constraint.h"

namespace bitstill::train {

// How more weights become zero while a training goes on.
struct Pruning {
  std::vector<size_t> layers;  // positions among the layers with weights
  double sparsity = 0;         // share of zeros in the end
  bool together = true;        // counted over all those layers, or in each of them
  double ramp = 0;             // share of the training in which it rises; 0: at once
  double exponent = 3;         // of the polynomial that it rises by
};

class HeldWeights final : public Constraint {
 public:
  // `weights` are a model's parameters, one per layer with weights, and `ties` in the same order and layout; zeros are
  // pruned weights. The parameters may move in memory while this lives.
  HeldWeights(std::vector<torch::Tensor> weights, const std::vector<Ties>& ties,
              std::optional<Pruning> pruning = std::nullopt);

  void before_step(double progress) override;
  void after_step() override;

 private:
  struct Layer {
    torch::Tensor weights;  // the parameter
    torch::Tensor kept;     // 1 or 0, in its shape
    // Undefined where nothing is tied.
    torch::Tensor members;  // int64: flat positions of tied weights
    torch::Tensor cluster;  // int64: of each of them
    torch::Tensor scale;    // of each of them
    torch::Tensor first;    // int64: of each cluster, one of the members with the largest scale
  };

  void prune_to(double sparsity);

  std::vector<Layer> layers_;
  std::optional<Pruning> pruning_;
  double first_sparsity_ = 0;
  double pruned_to_ = -1;
};

}  // namespace bitstill::train
