#include "codegen/graph/tensor.h"

#include <cstring>

namespace bitstill::codegen {

int64_t Tensor::elements() const {
  int64_t count = 1;
  for (const int32_t dimension : shape) count *= dimension;
  return count;
}

int64_t Tensor::bytes() const { return elements() * (type == ElementType::kInt8 ? 1 : 4); }

int32_t Tensor::last_dimension() const { return shape.empty() ? 1 : shape.back(); }

std::vector<int8_t> Tensor::int8_values() const { return {data.begin(), data.end()}; }

namespace {

template <class Number>
std::vector<Number> values_of(const std::vector<uint8_t>& data) {
  std::vector<Number> values(data.size() / sizeof(Number));
  std::memcpy(values.data(), data.data(), values.size() * sizeof(Number));
  return values;
}

}  // namespace

std::vector<int32_t> Tensor::int32_values() const { return values_of<int32_t>(data); }
std::vector<int64_t> Tensor::int64_values() const { return values_of<int64_t>(data); }

}  // namespace bitstill::codegen
