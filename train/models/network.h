// A float network built from its plan.
#pragma once

#include <memory>
#include <vector>

#include "train/layers/dense.h"
#include "train/models/model.h"
#include "train/models/plan.h"

namespace bitstill::train {

class Network final : public Model {
 public:
  // Weights are drawn from LibTorch's generator: seed it first.
  explicit Network(NetworkPlan plan);

  // Rewrites the initial weights of the first layer that has any as if the inputs had mean 0 and standard deviation 1,
  // so that its neurons start where the data is. Exact where inputs reach that layer unchanged and no zeros surround
  // them; only a start in any case.
  void start_from(const torch::Tensor& inputs);

  // Images come as [n, height, width, channels].
  torch::Tensor forward(torch::Tensor inputs) override;
  // What each block of the plan hands on, in its order, images as [n, channels, height, width]; a softmax hands on its
  // logits, as in forward().
  std::vector<torch::Tensor> forward_blocks(torch::Tensor inputs);

  const NetworkPlan& plan() const { return plan_; }
  // One per block with weights, in order.
  std::vector<LayerWeights> weights() const;
  // Likewise, the parameters themselves: [outputs, inputs] or [outputs, channels, height, width], and [outputs].
  std::vector<torch::Tensor> weight_parameters() const { return parameters_of_layers(0); }
  std::vector<torch::Tensor> bias_parameters() const { return parameters_of_layers(1); }
  // One per dense block, in order.
  const std::vector<DenseLayers>& dense_layers() const { return dense_layers_; }

 private:
  std::vector<torch::Tensor> parameters_of_layers(size_t position) const;

  NetworkPlan plan_;
  std::vector<std::shared_ptr<Layer>> layers_;  // one per block
  std::vector<DenseLayers> dense_layers_;
};

}  // namespace bitstill::train
