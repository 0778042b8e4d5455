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

  // Sets every activation range to what these inputs reach, layer by layer on the grids already found; learned scales
  // start there. With ptq and bias_correction each layer first takes back the mean error of its sums.
  void calibrate(const torch::Tensor& inputs);

  // While training, layers' ranges follow the batches, or their scales the gradient; held, they stand still, as always
  // in evaluation mode.
  void hold_ranges(bool held);
  std::vector<torch::Tensor> held_at_times() const override;

  // Real outputs on their grid: scale * (q - zero_point). A classifier's are its logits.
  torch::Tensor forward(torch::Tensor inputs) override;
  // The same before the scale. With `inputs` unchanged, .int8() is the device's output (logits: before its softmax).
  IntegerActivation forward_integers(const torch::Tensor& inputs);

  Grid input_grid() const;
  IntegerNetwork integers() const;

 private:
  IntegerActivation run_block(size_t index, const IntegerActivation& input, Ranges ranges);

  train::NetworkPlan plan_;
  configs::QuantizationConfig config_;
  bool held_ = false;
  RangeObserver input_observer_{nullptr};
  std::vector<QuantizedDense> dense_;  // one per block, empty where the block is no dense layer
};

}  // namespace bitstill::distill
