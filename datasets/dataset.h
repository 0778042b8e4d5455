// A dataset is `size()` and `get(i)`; everything else (shuffle, subset, cache, batch) decorates it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/features/parameters.h"

namespace bitstill::datasets {

using Shape = std::vector<int64_t>;

// One example. `input` is row-major in the dataset's input shape (images: height, width, channels, as the device
// reads them). `target` holds the values to predict (regression) or is empty; `label` is the class (classification).
struct Sample {
  std::vector<float> input;
  std::vector<float> target;
  int64_t label = -1;
  std::string speaker = {};  // who is heard, where the dataset knows
  std::string source =
      {};  // what a person would look up: "bed/0a7c2a8d_nohash_0.wav"; empty where there is nothing to name
};

class Dataset {
 public:
  virtual ~Dataset() = default;
  virtual int64_t size() const = 0;
  // 0 <= index < size(). The same index always gives the same sample; several threads may ask at once.
  virtual Sample get(int64_t index) const = 0;
};

// One value of a table's input: (number in the source - offset) / divisor. A device does the same before it quantises.
struct InputColumn {
  std::string name;
  double offset = 0;
  double divisor = 1;
};

// How a network's input is quantised where the dataset decides it: real = scale * (integer - zero_point).
struct InputGrid {
  float scale = 1;
  int32_t zero_point = 0;
};

enum class Split : uint8_t { kTrain, kValidation, kTest };

// The three splits of one source, which never share an example, and what all of them have in common.
struct Splits {
  Shape input_shape;                      // without the batch: {1} for a function, {28, 28, 1} for MNIST
  int64_t target_size = 0;                // values per target (regression); 0 for classification
  std::vector<std::string> class_names;   // empty for regression
  std::vector<InputColumn> inputs;        // of a table, one per input value; else empty
  std::vector<std::string> target_names;  // of a table for regression, one per target value; else empty
  std::optional<InputGrid> input_grid;    // of recordings: inputs lie on it, for the front-end computes in integers
  std::optional<features::Parameters> front_end;  // of recordings: what computed their features
  std::shared_ptr<const Dataset> train, validation, test;

  bool classification() const { return !class_names.empty(); }
  // Outputs a network needs: classes or target values.
  int64_t output_size() const { return classification() ? static_cast<int64_t>(class_names.size()) : target_size; }
};

}  // namespace bitstill::datasets
