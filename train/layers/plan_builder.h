// A plan while it is made: what one layer of the config's list sees of the network before it, and what it may add.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "train/models/plan.h"

namespace bitstill::train {

class PlanBuilder {
 public:
  // Both outlive the builder.
  PlanBuilder(const configs::NetworkConfig& config, const NetworkPurpose& purpose);

  const NetworkPlan& plan() const { return plan_; }
  const NetworkPurpose& purpose() const { return purpose_; }
  int64_t batch_size() const { return config_.training.batch_size; }

  // The block that the next layer reads (null: the network's input), and the shape of its output.
  const Block* previous() const;
  const datasets::Shape& shape() const;
  // The block that the next layer may become a part of; null where another layer reads that block's output too.
  Block* fusible();
  bool has_weights() const;

  // Adds a block with the layer's word, counted, as its name ("dense_2"); its output has its input's shape until the
  // caller says otherwise.
  Block& append(BlockKind kind, const configs::LayerConfig& layer);

  // Where the next layer reads from: a block's position, or kNetworkInput.
  int position() const { return position_; }
  // The next layer begins a branch there.
  void branch_from(int position);
  // Adds a block that reads all these; it has the first one's shape until the caller says otherwise.
  Block& join(BlockKind kind, const configs::LayerConfig& layer, const std::vector<int>& sources);
  const datasets::Shape& shape_at(int position) const;

  // Throws an Error at the layer's place.
  [[noreturn]] static void refuse(const configs::LayerConfig& layer, const std::string& sentence);
  // Refuses the newest block where it has more parameters than a machine should hold; `remedy` ends the sentence.
  void check_parameters(const configs::LayerConfig& layer, const std::string& remedy) const;

 private:
  const configs::NetworkConfig& config_;
  const NetworkPurpose& purpose_;
  NetworkPlan plan_;
  std::map<std::string, int> counts_;
  int position_ = kNetworkInput;
  bool branching_ = false;
};

}  // namespace bitstill::train
