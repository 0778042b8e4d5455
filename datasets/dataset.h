// A dataset is `size()` and `get(i)`; everything else (shuffle, subset, cache, batch) decorates it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bitstill::datasets {

using Shape = std::vector<int64_t>;

// One example. `input` is row-major in the dataset's input shape (images: height, width, channels, as the device
// reads them). `target` holds the values to predict (regression) or is empty; `label` is the class (classification).
struct Sample {
  std::vector<float> input;
  std::vector<float> target;
  int64_t label = -1;
};

class Dataset {
 public:
  virtual ~Dataset() = default;
  virtual int64_t size() const = 0;
  // 0 <= index < size(). The same index always gives the same sample.
  virtual Sample get(int64_t index) const = 0;
};

// One value of a table's input: (number in the source - offset) / divisor. A device does the same before it quantises.
struct InputColumn {
  std::string name;
  double offset = 0;
  double divisor = 1;
};

// The three splits of one source, which never share an example, and what all of them have in common.
struct Splits {
  Shape input_shape;                      // without the batch: {1} for a function, {28, 28, 1} for MNIST
  int64_t target_size = 0;                // values per target (regression); 0 for classification
  std::vector<std::string> class_names;   // empty for regression
  std::vector<InputColumn> inputs;        // of a table, one per input value; else empty
  std::vector<std::string> target_names;  // of a table for regression, one per target value; else empty
  std::shared_ptr<const Dataset> train, validation, test;

  bool classification() const { return !class_names.empty(); }
  // Outputs a network needs: classes or target values.
  int64_t output_size() const { return classification() ? static_cast<int64_t>(class_names.size()) : target_size; }
};

}  // namespace bitstill::datasets
