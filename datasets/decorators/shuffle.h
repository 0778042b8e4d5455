// All samples of a dataset in an order drawn by a seed.
#pragma once

#include "datasets/decorators/subset.h"

namespace bitstill::datasets {

class Shuffle : public Subset {
 public:
  Shuffle(const std::shared_ptr<const Dataset>& dataset, int64_t seed);
};

}  // namespace bitstill::datasets
