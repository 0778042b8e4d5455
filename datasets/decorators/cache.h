// Asks the dataset for every sample once, when it is made, and answers from memory afterwards.
#pragma once

#include "datasets/dataset.h"

namespace bitstill::datasets {

class Cache : public Dataset {
 public:
  explicit Cache(const Dataset& dataset);

  int64_t size() const override { return static_cast<int64_t>(samples_.size()); }
  Sample get(int64_t index) const override { return samples_[static_cast<size_t>(index)]; }

 private:
  std::vector<Sample> samples_;
};

}  // namespace bitstill::datasets
