// The folded student, trained and run on the integer grid: every value it passes on is an int8 the device will see.
#pragma once

#include <vector>

#include "configs/schema/experiment.h"
#include "distill/quantize/integer_network.h"
#include "distill/quantize/quantized_dense.h"
#include "train/models/network.h"

namespace bitstill::distill {

class QuantizedStudent final : public train::Model {
 public:
  // Weights and ranges are zero until copy_folded() and calibrate(), or a checkpoint, bring them.
  QuantizedStudent(train::NetworkPlan plan, const configs::QuantizationConfig& config);

  // Takes over the float student's weights, batch norm folded in and, where the config says so, equalised.
  void copy_folded(const train::Network& student);

  // Sets every activation range to what these inputs reach, layer by layer on the grids already found.
  void calibrate(const torch::Tensor& inputs);

  // After calibrate(): layer by layer, each behind the corrected ones, the mean that quantisation takes from a neuron
  // on these inputs goes back into its bias, and its
  // range is found anew (Nagel et al. 2019, section 4.2, measured instead of derived).
  void correct_biases(const torch::Tensor& inputs);

  // While training, layers' ranges follow the batches; held, they stand still, as always in evaluation mode.
  void hold_ranges(bool held) { held_ = held; }

  // Real outputs on their grid: scale * (q - zero_point). A classifier's are its logits.
  torch::Tensor forward(torch::Tensor inputs) override;
  // The same before the scale. With `inputs` unchanged, .int8() is the device's output (logits: before its softmax).
  IntegerActivation forward_integers(const torch::Tensor& inputs);

  Grid input_grid() const;
  IntegerNetwork integers() const;

 private:
  std::vector<IntegerActivation> quantized_batches(const torch::Tensor& inputs) const;
  IntegerActivation run_block(size_t index, const IntegerActivation& input, Ranges ranges);

  train::NetworkPlan plan_;
  bool equalize_;
  bool held_ = false;
  RangeObserver input_observer_{nullptr};
  std::vector<QuantizedDense> dense_;  // one per block, empty where the block is no dense layer
};

}  // namespace bitstill::distill
