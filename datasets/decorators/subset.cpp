#include "datasets/decorators/subset.h"

#include <fmt/format.h>

#include "configs/support/error.h"

namespace bitstill::datasets {

Subset::Subset(std::shared_ptr<const Dataset> dataset, std::vector<int64_t> indices)
    : dataset_(std::move(dataset)), indices_(std::move(indices)) {
  for (const int64_t index : indices_) {
    if (index < 0 || index >= dataset_->size()) {
      throw Error(fmt::format("subset: index {} is outside a dataset of {} samples", index, dataset_->size()));
    }
  }
}

}  // namespace bitstill::datasets
