#include "datasets/decorators/shuffle.h"

#include "datasets/random.h"

namespace bitstill::datasets {

Shuffle::Shuffle(const std::shared_ptr<const Dataset>& dataset, int64_t seed)
    : Subset(dataset, permutation(dataset->size(), Random{static_cast<uint64_t>(seed)})) {}

}  // namespace bitstill::datasets
