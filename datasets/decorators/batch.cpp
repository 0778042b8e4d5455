#include "datasets/decorators/batch.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/error.h"

namespace bitstill::datasets {

Batches::Batches(std::shared_ptr<const Dataset> dataset, int64_t batch_size)
    : dataset_(std::move(dataset)), batch_size_(batch_size) {
  if (batch_size < 1) throw Error(fmt::format("batch: the batch size is {}, expected at least 1", batch_size));
}

int64_t Batches::size() const { return (dataset_->size() - 1) / batch_size_ + (dataset_->size() > 0 ? 1 : 0); }

Batch Batches::get(int64_t index) const {
  const int64_t begin = index * batch_size_;
  const int64_t end = std::min(begin + batch_size_, dataset_->size());
  Batch batch;
  for (int64_t i = begin; i < end; ++i) {
    const Sample sample = dataset_->get(i);
    batch.inputs.insert(batch.inputs.end(), sample.input.begin(), sample.input.end());
    batch.targets.insert(batch.targets.end(), sample.target.begin(), sample.target.end());
    batch.labels.push_back(sample.label);
    ++batch.count;
  }
  return batch;
}

}  // namespace bitstill::datasets
