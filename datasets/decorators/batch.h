// Consecutive samples of a dataset stacked into flat arrays, as a training step reads them.
#pragma once

#include "datasets/dataset.h"

namespace bitstill::datasets {

struct Batch {
  int64_t count = 0;            // samples in it
  std::vector<float> inputs;    // count x input, sample after sample
  std::vector<float> targets;   // count x target; empty for classification
  std::vector<int64_t> labels;  // count; -1 for regression
};

class Batches {
 public:
  // Throws Error for a batch size below 1.
  Batches(std::shared_ptr<const Dataset> dataset, int64_t batch_size);

  // Batches; the last one may be smaller than the others.
  int64_t size() const;
  Batch get(int64_t index) const;

 private:
  std::shared_ptr<const Dataset> dataset_;
  int64_t batch_size_;
};

}  // namespace bitstill::datasets
