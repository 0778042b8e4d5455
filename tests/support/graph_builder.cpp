#include "tests/support/graph_builder.h"

#include <fmt/format.h>

#include <cmath>

namespace bitstill::tests {

using codegen::ElementType;
using codegen::Quantization;
using codegen::Tensor;

int64_t elements(const Shape& shape) {
  int64_t count = 1;
  for (const int32_t dimension : shape) count *= dimension;
  return count;
}

Quantization GraphBuilder::quantization() {
  const int32_t zero_point = random.chance(25) ? -128 : random.chance(10) ? 127 : random.between(-128, 127);
  return grid(random.power(-8, -3), zero_point);
}

Shape GraphBuilder::image_shape() { return {1, random.between(1, 9), random.between(1, 9), random.between(1, 9)}; }

Shape GraphBuilder::any_shape() {
  if (random.chance(50)) return image_shape();
  Shape shape;
  for (int32_t left = random.between(1, 4); left > 0; --left) shape.push_back(random.between(1, 6));
  return shape;
}

std::optional<int> GraphBuilder::value_where(const std::function<bool(const Tensor&)>& suits) {
  std::optional<int> found;
  for (const int index : values_) {
    // Each that suits takes the place of the one before with an even chance, so late ones are likely.
    if (suits(tensor(index)) && (!found || random.chance(60))) found = index;
  }
  return found;
}

std::optional<int> GraphBuilder::new_input(const Shape& shape, const Quantization& quantization) {
  if (recipe.inputs.size() >= kMostInputs) return std::nullopt;
  const int index = output(shape, quantization);
  recipe.inputs.push_back(index);
  return index;
}

std::optional<int> GraphBuilder::image() {
  const auto found = value_where([](const Tensor& tensor) { return tensor.shape.size() == 4 && tensor.shape[0] == 1; });
  return found && !random.chance(5) ? found : new_input(image_shape(), quantization());
}

std::optional<int> GraphBuilder::any() {
  const auto found = value_where([](const Tensor&) { return true; });
  return found && !random.chance(5) ? found : new_input(any_shape(), quantization());
}

std::optional<int> GraphBuilder::like(const Shape& shape, const Quantization& quantization) {
  const auto found = value_where([&](const Tensor& tensor) {
    return tensor.shape == shape && tensor.quantization.scale() == quantization.scale() &&
           tensor.quantization.zero_point() == quantization.zero_point();
  });
  return found ? found : new_input(shape, quantization);
}

int GraphBuilder::add_tensor(Tensor tensor) {
  tensor.index = static_cast<int>(recipe.tensors.size());
  tensor.name = fmt::format("t{}", tensor.index);
  recipe.tensors.push_back(std::move(tensor));
  return recipe.tensors.back().index;
}

int GraphBuilder::output(const Shape& shape, const Quantization& quantization) {
  Tensor tensor;
  tensor.shape = shape;
  tensor.quantization = quantization;
  values_.push_back(add_tensor(std::move(tensor)));
  return values_.back();
}

int GraphBuilder::output_int32(const Shape& shape) {
  Tensor tensor;
  tensor.shape = shape;
  tensor.type = ElementType::kInt32;
  return add_tensor(std::move(tensor));
}

int GraphBuilder::constant_int8(const Shape& shape, const Quantization& quantization) {
  Tensor tensor;
  tensor.shape = shape;
  tensor.quantization = quantization;
  tensor.constant = true;
  for (int64_t i = elements(shape); i > 0; --i) tensor.data.push_back(static_cast<uint8_t>(random.next() >> 8));
  return add_tensor(std::move(tensor));
}

int GraphBuilder::constant_int32(const Shape& shape, const std::vector<int32_t>& values) {
  Tensor tensor;
  tensor.shape = shape;
  tensor.type = ElementType::kInt32;
  tensor.constant = true;
  for (const int32_t value : values) {
    for (int byte = 0; byte < 4; ++byte) {
      tensor.data.push_back(static_cast<uint8_t>(static_cast<uint32_t>(value) >> (8 * byte)));
    }
  }
  return add_tensor(std::move(tensor));
}

int GraphBuilder::weights(const Shape& shape, int32_t axis) {
  Quantization quantization;
  const auto channels = static_cast<size_t>(shape[static_cast<size_t>(axis)]);
  const float scale = random.power(-10, -5);
  quantization.scales.push_back(scale);
  if (random.chance(60)) {
    while (quantization.scales.size() < channels) quantization.scales.push_back(scale * random.power(-2, 0));
    quantization.axis = axis;
  }
  quantization.zero_points.assign(quantization.scales.size(), 0);
  const int index = constant_int8(shape, quantization);
  for (uint8_t& byte : recipe.tensors.back().data) {
    if (byte == 0x80) byte = 0x81;  // symmetric: -128 does not occur
  }
  return index;
}

int GraphBuilder::bias(int32_t outputs) {
  if (random.chance(15)) return -1;
  std::vector<int32_t> values;
  while (values.size() < static_cast<size_t>(outputs)) values.push_back(random.between(-3000, 3000));
  return constant_int32({outputs}, values);
}

Quantization GraphBuilder::grid_of_sum(int input, int weights, int64_t taps) {
  // Uniform bytes give sums that spread by about 74 * 74 * sqrt(taps); they should come out spread by some 50.
  const float product = tensor(input).quantization.scale() * tensor(weights).quantization.scales[0];
  const float spread = std::sqrt(static_cast<float>(taps)) * 64.0F;
  Quantization result = quantization();
  result.scales[0] = product * spread * random.power(-1, 1);
  return result;
}

}  // namespace bitstill::tests
