#include "datasets/decorators/cache.h"

namespace bitstill::datasets {

Cache::Cache(const Dataset& dataset) {
  samples_.reserve(static_cast<size_t>(dataset.size()));
  for (int64_t i = 0; i < dataset.size(); ++i) samples_.push_back(dataset.get(i));
}

}  // namespace bitstill::datasets
