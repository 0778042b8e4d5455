// What the makers of random operators build with: random tensors, and values that suit an operator.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/random.h"
#include "tests/support/random_graph.h"

namespace bitstill::tests {

using Shape = std::vector<int32_t>;

constexpr int64_t kMostElements = 2500;  // of any tensor
constexpr size_t kMostInputs = 4;        // of a graph

int64_t elements(const Shape& shape);

class GraphBuilder {
 public:
  explicit GraphBuilder(SeededRandom& numbers) : random(numbers) {}

  const codegen::Tensor& tensor(int index) const { return recipe.tensors[static_cast<size_t>(index)]; }
  const Shape& shape(int index) const { return tensor(index).shape; }

  codegen::Quantization quantization();
  static codegen::Quantization grid(float scale, int32_t zero_point) { return {{scale}, {zero_point}, 0}; }
  Shape image_shape();
  Shape any_shape();

  // Values computed so far and the graph's inputs, rather a late one than an early one.
  std::optional<int> value_where(const std::function<bool(const codegen::Tensor&)>& suits);
  // The same, or a new input of the graph where none suits; nothing where there are inputs enough.
  std::optional<int> image();
  std::optional<int> any();
  // A value of this shape and grid, or a new input.
  std::optional<int> like(const Shape& shape, const codegen::Quantization& quantization);
  std::optional<int> new_input(const Shape& shape, const codegen::Quantization& quantization);

  int constant_int8(const Shape& shape, const codegen::Quantization& quantization);
  int constant_int32(const Shape& shape, const std::vector<int32_t>& values);
  // Weights with one scale, or one per index of `axis`.
  int weights(const Shape& shape, int32_t axis);
  // A bias, or -1 where there is none.
  int bias(int32_t outputs);

  // The tensor an operator computes; a value for later ones unless it is int32.
  int output(const Shape& shape, const codegen::Quantization& quantization);
  int output_int32(const Shape& shape);
  // A grid on which sums of `taps` products come out neither all alike nor all at the limits.
  codegen::Quantization grid_of_sum(int input, int weights, int64_t taps);

  void add(std::vector<int> inputs, std::vector<int> outputs,
           std::function<void(codegen::tflite::ModelWriter&)> write) {
    recipe.steps.push_back({std::move(inputs), std::move(outputs), std::move(write)});
  }

  SeededRandom& random;
  GraphRecipe recipe;

 private:
  int add_tensor(codegen::Tensor tensor);

  std::vector<int> values_;
};

}  // namespace bitstill::tests
