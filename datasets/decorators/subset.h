// Some samples of a dataset, in the order given.
#pragma once

#include "datasets/dataset.h"

namespace bitstill::datasets {

class Subset : public Dataset {
 public:
  // Throws Error for an index outside the dataset.
  Subset(std::shared_ptr<const Dataset> dataset, std::vector<int64_t> indices);

  int64_t size() const override { return static_cast<int64_t>(indices_.size()); }
  Sample get(int64_t index) const override { return dataset_->get(indices_[static_cast<size_t>(index)]); }

 private:
  std::shared_ptr<const Dataset> dataset_;
  std::vector<int64_t> indices_;
};

}  // namespace bitstill::datasets
