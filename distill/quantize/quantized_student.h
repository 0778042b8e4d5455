// The folded student, trained and run on the integer grid: every value it passes on is an int8 the device will see.
#pragma once

#include <optional>
#include <vector>

#include "configs/schema/experiment.h"
#include "distill/quantize/integer_network.h"
#include "distill/quantize/quantized_add.h"
#include "distill/quantize/quantized_dense.h"
#include "train/compress/ties.h"
#include "train/models/network.h"

namespace bitstill::distill {

class QuantizedStudent final : public train::Model {
 public:
  // Weights and ranges are zero until copy_folded() and calibrate(), or a checkpoint, bring them.
  // `input_grid` where the data says how inputs are quantised; else calibrate() finds it. `ties` of the float student's
  // layers: equal weights then stay equal as int8; empty where nothing is tied.
  QuantizedStudent(train::NetworkPlan plan, const configs::QuantizationConfig& config,
                   std::optional<Grid> input_grid = std::nullopt, const std::vector<train::Ties>& ties = {});

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
  // Images are [n, height, width, channels], here and in between.
  IntegerActivation forward_integers(const torch::Tensor& inputs);

  // The parameters, one per layer with weights, in rows as train::LayerWeights orders them.
  std::vector<torch::Tensor> weights() const;

  const train::NetworkPlan& plan() const { return plan_; }
  Grid input_grid() const;
  IntegerNetwork integers() const;

 private:
  using Activations = std::vector<IntegerActivation>;

  IntegerActivation run_block(size_t index, const Activations& sources, Ranges ranges);
  // Where several blocks share the range that ends at this one: moves it by what they noted.
  void settle(size_t index, Ranges ranges);
  IntegerBlock integer_block(size_t index, const IntegerNetwork& network, const std::vector<int>& sources) const;

  train::NetworkPlan plan_;
  configs::QuantizationConfig config_;
  std::optional<Grid> given_input_grid_;
  bool held_ = false;
  RangeObserver input_observer_{nullptr};
  // One per block each, empty where the block is something else.
  std::vector<QuantizedDense> dense_;
  std::vector<QuantizedAdd> adds_;
  std::vector<RangeObserver> shared_;  // of the concatenations that own one
  std::vector<int> owners_;            // shared_grid_owners()
};

}  // namespace bitstill::distill
