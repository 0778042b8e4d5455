// A dataset small enough to check by eye: sample i is the input {i, i + 0.5}, the target {-i} and the label i.
#pragma once

#include "datasets/dataset.h"

namespace bitstill::tests {

class Numbers : public datasets::Dataset {
 public:
  explicit Numbers(int64_t size) : size_(size) {}
  int64_t size() const override { return size_; }
  datasets::Sample get(int64_t index) const override {
    ++asked_;
    const auto value = static_cast<float>(index);
    return {{value, value + 0.5f}, {-value}, index};
  }
  int64_t times_asked() const { return asked_; }

 private:
  int64_t size_;
  mutable int64_t asked_ = 0;
};

}  // namespace bitstill::tests
